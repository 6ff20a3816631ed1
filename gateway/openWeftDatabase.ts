import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Log } from '../lib/log.ts';
import { startEmbedded } from '../subgraphs/kit/database/embedded.ts';
import { migrate } from '../subgraphs/kit/database/migrate.ts';
import { allMigrations } from '../subgraphs/migrations.ts';
import type { Configuration } from './configuration.ts';
import { StartError } from './startError.ts';

/** The database of this process, up to date. */
export interface WeftDatabase {
  readonly url: string;
  /** Absolute. */
  readonly dataFolder: string;
  /** Stops the embedded server; leaves any other alone. */
  close(): Promise<void>;
}

/** What fails here is written for whoever starts the process: a folder in use, a server that cannot be reached, a missing right. */
async function said<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    throw new StartError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** Opens the configured database, or the embedded one in the data folder, and migrates all six schemas. */
export async function openWeftDatabase(
  configuration: Pick<Configuration, 'databaseUrl' | 'dataFolder'>,
  log: Log,
): Promise<WeftDatabase> {
  const dataFolder = resolve(configuration.dataFolder);
  await mkdir(dataFolder, { recursive: true });
  const { databaseUrl } = configuration;
  const embedded = databaseUrl === null ? await said(startEmbedded(join(dataFolder, 'postgres'), log)) : null;
  const url = databaseUrl ?? embedded?.url ?? '';
  const close = async (): Promise<void> => await embedded?.close();
  try {
    await said(migrate(url, allMigrations));
  } catch (error) {
    await close();
    throw error;
  }
  return { url, dataFolder, close };
}
