import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Clock } from '../lib/clock.ts';
import { type Closers, closers } from '../lib/closers.ts';
import type { Log } from '../lib/log.ts';
import { buildSchema } from '../subgraphs/kit/buildSchema.ts';
import { openDatabase } from '../subgraphs/kit/database/database.ts';
import { type RunningConsumer, runConsumer } from '../subgraphs/kit/log/consumer.ts';
import { openEventLog } from '../subgraphs/kit/log/eventLog.ts';
import type {
  OpenSubgraph,
  SubgraphDefinition,
  SubgraphName,
  SubgraphRequest,
  SubgraphSettings,
} from '../subgraphs/kit/subgraph.ts';

/** A subgraph that runs in this process. */
export interface RunningSubgraph {
  readonly name: SubgraphName;
  readonly schema: GraphQLSchema;
  /** A fresh context: one per request, and one per event of a subscription. */
  context(request: SubgraphRequest): object;
}

/** What all subgraphs of a process share. */
export interface SubgraphHost {
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly settings: Omit<SubgraphSettings, 'dataFolder'>;
  readonly eventRetentionHours: number;
  readonly clock: Clock;
  readonly log: Log;
}

interface Opened extends RunningSubgraph {
  readonly open: OpenSubgraph<object>;
  startConsumers(): Promise<void>;
  readonly stack: Closers;
}

async function openOne(definition: SubgraphDefinition, host: SubgraphHost): Promise<Opened> {
  const { name } = definition;
  const stack = closers(host.log);
  const dataFolder = join(host.dataFolder, name);
  await mkdir(dataFolder, { recursive: true });
  const { schema } = buildSchema(definition);
  const database = openDatabase(host.databaseUrl, { role: name });
  stack.add(() => database.close());
  const { db } = database;
  const events = await openEventLog(db, { log: host.log, retentionHours: host.eventRetentionHours });
  stack.add(() => events.close());
  const consumers = new Map<string, RunningConsumer>();
  const consumer = (wanted: string): RunningConsumer => {
    const running = consumers.get(wanted);
    if (running === undefined) throw new Error(`The subgraph ${name} runs no consumer named ${wanted}.`);
    return running;
  };
  const { clock, log } = host;
  const open = await definition.open({ db, events, log, clock, settings: { ...host.settings, dataFolder }, consumer });
  stack.add(() => open.close());
  const startConsumers = async (): Promise<void> => {
    for (const one of open.consumers) {
      const running = await runConsumer(db, one, { log });
      stack.add(() => running.close());
      consumers.set(one.name, running);
    }
  };
  return { name, schema, context: (request) => open.context(request), open, startConsumers, stack };
}

/**
 * Opens the subgraphs, begins their consumers, then starts them in their fixed order, so that what one declares at its start
 * reaches those that follow it. The database must be migrated. When one fails, those already open are closed again.
 */
export async function openSubgraphs(
  definitions: readonly SubgraphDefinition[],
  host: SubgraphHost,
): Promise<{ readonly running: ReadonlyMap<SubgraphName, RunningSubgraph>; close(): Promise<void> }> {
  const opened: Opened[] = [];
  const close = async (): Promise<void> => {
    await Promise.all(opened.map(({ stack }) => stack.close()));
  };
  try {
    for (const definition of definitions) opened.push(await openOne(definition, host));
    await Promise.all(opened.map(({ startConsumers }) => startConsumers()));
    for (const { open } of opened) await open.start();
  } catch (error) {
    await close();
    throw error;
  }
  return { running: new Map(opened.map((one) => [one.name, one])), close };
}
