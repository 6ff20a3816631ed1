import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OperationTypeNode, parse, validate } from 'graphql';
import { openSubgraphs } from '../../gateway/openSubgraphs.ts';
import { inProcessClient } from '../../gateway/subgraph/inProcessClient.ts';
import type { SubgraphResponse } from '../../gateway/subgraph/subgraphClient.ts';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { anonymous, type Viewer } from '../../lib/viewer.ts';
import { change } from '../../subgraphs/kit/log/change.ts';
import type { NewEvent } from '../../subgraphs/kit/log/event.ts';
import type { SubgraphDefinition, SubgraphName, SubgraphSettings } from '../../subgraphs/kit/subgraph.ts';
import { type TestDatabase, testDatabase } from './database.ts';

/** How a subgraph is to be run. */
export interface RunningSubgraphOptions {
  /** Other subgraphs whose logs it reads: their schemas are there, with no tables but the kit's. */
  readonly sources?: readonly SubgraphName[];
  readonly settings?: Partial<Omit<SubgraphSettings, 'dataFolder'>>;
  readonly clock?: Clock;
}

/** One real subgraph on a database of its own, alone: its sample is written, its consumers run. */
export interface RunningSubgraph extends AsyncDisposable {
  readonly database: TestDatabase;
  /** Sends an operation, with a context of its own as from the gateway. An invalid document throws. */
  run(query: string, variables?: Readonly<Record<string, unknown>>, viewer?: Viewer): Promise<SubgraphResponse>;
  /** Opens a subscription; every event gets a context of its own. Ended by `return()` or with the subgraph. */
  subscribe(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    viewer?: Viewer,
  ): Promise<AsyncIterableIterator<SubgraphResponse>>;
  /** Writes events into the log of a source, as that subgraph, in one transaction. */
  appendTo(source: SubgraphName, ...events: readonly NewEvent[]): Promise<void>;
}

const noMigrations = new URL('file:///nowhere/');
const defaults = { loopbackOnly: true, simulationSeed: 1, sample: true };

/** Migrates, opens and starts one subgraph as the product does. */
export async function runningSubgraph<Context extends object>(
  definition: SubgraphDefinition<Context>,
  options: RunningSubgraphOptions = {},
): Promise<RunningSubgraph> {
  const { name, migrations } = definition;
  const sources = (options.sources ?? []).map((source) => ({ name: source, migrations: noMigrations }));
  const database = await testDatabase([{ name, migrations }, ...sources]);
  const dataFolder = await mkdtemp(join(tmpdir(), `weft-test-${name}-`));
  // Jobs run as other users than root, and must reach what they are given below it.
  await chmod(dataFolder, 0o755);
  const host = {
    databaseUrl: database.adminUrl,
    dataFolder,
    settings: { ...defaults, ...options.settings },
    eventRetentionHours: 24,
    clock: options.clock ?? systemClock,
    log: silentLog,
  };
  // Contexts differ by subgraph; here they are only passed through.
  const { running, close } = await openSubgraphs([definition as unknown as SubgraphDefinition], host);
  const subgraph = running.get(name);
  if (subgraph === undefined) throw new Error(`The subgraph ${name} did not open`);
  const client = inProcessClient(subgraph);
  const leaving = new AbortController();
  const requestOf = (query: string, variables: Readonly<Record<string, unknown>>, viewer: Viewer) => {
    const document = parse(query);
    const problems = validate(subgraph.schema, document);
    if (problems.length > 0) throw new AggregateError(problems, problems.map(({ message }) => message).join('\n'));
    const operationKind = OperationTypeNode.QUERY;
    return { query, document, operationName: undefined, operationKind, variables, viewer, requestId: 'test' };
  };
  return {
    database,
    run: (query, variables = {}, viewer = anonymous) =>
      client.execute(requestOf(query, variables, viewer), leaving.signal),
    subscribe: (query, variables = {}, viewer = anonymous) =>
      client.subscribe(requestOf(query, variables, viewer), leaving.signal),
    async appendTo(source, ...events) {
      await using writer = database.open(source, { max: 1 });
      await change(
        writer.db,
        events.map(({ key }) => key),
        (tx) => tx.append(...events),
      );
    },
    async [Symbol.asyncDispose]() {
      leaving.abort();
      await close();
      await rm(dataFolder, { recursive: true, force: true });
      await database[Symbol.asyncDispose]();
    },
  };
}
