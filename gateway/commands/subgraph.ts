import { systemClock } from '../../lib/clock.ts';
import { closers } from '../../lib/closers.ts';
import type { Log } from '../../lib/log.ts';
import { loadDefinitions } from '../../subgraphs/definitions.ts';
import { subgraphNames } from '../../subgraphs/kit/subgraphName.ts';
import type { Configuration } from '../configuration.ts';
import { openSubgraphs } from '../openSubgraphs.ts';
import { openWeftDatabase } from '../openWeftDatabase.ts';
import { serveSubgraph } from '../serveSubgraph.ts';
import { StartError } from '../startError.ts';
import { inProcessClient } from '../subgraph/inProcessClient.ts';

/** Runs one subgraph for a gateway elsewhere. Both share a database, so it must be configured. */
export async function subgraph(options: {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly say: (text: string) => void;
  readonly name: string;
  readonly port: number;
}): Promise<() => Promise<void>> {
  const { configuration, log, say, port } = options;
  const name = subgraphNames.find((known) => known === options.name);
  if (name === undefined)
    throw new StartError(`There is no subgraph ${options.name}; there are: ${subgraphNames.join(', ')}.`);
  const {
    databaseUrl,
    internalSecret: secret,
    loopbackOnly,
    simulationSeed,
    sample,
    eventRetentionHours,
  } = configuration;
  if (databaseUrl === null)
    throw new StartError('DATABASE_URL is missing: a subgraph shares the database of its gateway.');
  if (secret === null) throw new StartError('WEFT_INTERNAL_SECRET is missing: it must be the same as at the gateway.');
  const open = closers(log);
  try {
    const database = await openWeftDatabase(configuration, log);
    open.add(() => database.close());
    const subgraphs = await openSubgraphs(await loadDefinitions([name]), {
      databaseUrl,
      dataFolder: database.dataFolder,
      settings: { loopbackOnly, simulationSeed, sample },
      eventRetentionHours,
      clock: systemClock,
      log,
    });
    open.add(() => subgraphs.close());
    const running = subgraphs.running.get(name);
    if (running === undefined) throw new Error(`The subgraph ${name} did not open.`);
    const served = await serveSubgraph({
      client: inProcessClient(running),
      secret,
      host: configuration.host,
      port,
      bodyBytes: configuration.limits.bodyBytes,
      clock: systemClock,
      log,
    });
    open.add(() => served.close());
    say(`The subgraph ${name} is ready: ${served.url}`);
    return () => open.close();
  } catch (error) {
    await open.close();
    throw error;
  }
}
