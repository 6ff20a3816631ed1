import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '../lib/log.ts';
import { startEmbedded } from '../subgraphs/kit/database/embedded.ts';
import { migrate } from '../subgraphs/kit/database/migrate.ts';
import { allMigrations } from '../subgraphs/migrations.ts';
import type { Configuration } from './configuration.ts';

/** The database of this process, up to date. */
export interface WeftDatabase {
  readonly url: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** Stops the embedded server; leaves any other alone. */
  close(): Promise<void>;
}

/** Opens the configured database, or the embedded one in the data folder, and migrates all six schemas. */
export async function openWeftDatabase(
  configuration: Pick<Configuration, 'databaseUrl' | 'dataFolder'>,
  log: Log,
): Promise<WeftDatabase> {
  const dataFolder = resolve(configuration.dataFolder);
  await mkdir(dataFolder, { recursive: true });
  const embedded = configuration.databaseUrl === null ? await startEmbedded(join(dataFolder, 'postgres'), log) : null;
  const url = configuration.databaseUrl ?? embedded?.url ?? '';
  const close = async (): Promise<void> => await embedded?.close();
  try {
    await migrate(url, allMigrations);
  } catch (error) {
    await close();
    throw error;
  }
  return { url, dataFolder, close };
}
