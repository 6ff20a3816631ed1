import { systemClock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import { loadDefinitions } from '../../subgraphs/definitions.ts';
import type { Configuration } from '../configuration.ts';
import { openSubgraphs } from '../openSubgraphs.ts';
import { openWeftDatabase } from '../openWeftDatabase.ts';

/** Writes the sample data where it is not there yet, whatever WEFT_SAMPLE says. */
export async function seed(options: {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly say: (text: string) => void;
}): Promise<void> {
  const { configuration, log, say } = options;
  const database = await openWeftDatabase(configuration, log);
  const { loopbackOnly, simulationSeed, eventRetentionHours } = configuration;
  const subgraphs = await openSubgraphs(await loadDefinitions(), {
    databaseUrl: database.url,
    dataFolder: database.dataFolder,
    settings: { loopbackOnly, simulationSeed, sample: true },
    eventRetentionHours,
    clock: systemClock,
    log,
  });
  await subgraphs.close();
  await database.close();
  say('The sample data is there.');
}
