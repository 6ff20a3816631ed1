import type { Log } from '../../lib/log.ts';
import type { Configuration } from '../configuration.ts';
import { openWeftDatabase } from '../openWeftDatabase.ts';

/** Brings the database up to date and leaves it. */
export async function migrateAll(options: {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly say: (text: string) => void;
}): Promise<void> {
  const database = await openWeftDatabase(options.configuration, options.log);
  await database.close();
  options.say('The database is up to date.');
}
