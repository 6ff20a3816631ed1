import { type ExecutionResult, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { type Clock, systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { anonymous, type PersonViewer, type Viewer } from '../../lib/viewer.ts';
import { buildSchema } from '../../subgraphs/kit/buildSchema.ts';
import type { Database } from '../../subgraphs/kit/database/database.ts';
import { change } from '../../subgraphs/kit/log/change.ts';
import type { LoggedEvent, NewEvent } from '../../subgraphs/kit/log/event.ts';
import { type EventLog, openEventLog } from '../../subgraphs/kit/log/eventLog.ts';
import type { OpenSubgraph, SubgraphDefinition, SubgraphSettings } from '../../subgraphs/kit/subgraph.ts';
import { type TestDatabase, testDatabase } from './database.ts';
import { temporaryFolder } from './weftProcess.ts';

/** One subgraph, open on a database of its own, as its gateway sees it. */
export interface RunningSubgraph extends AsyncDisposable {
  readonly schema: GraphQLSchema;
  readonly db: Database;
  readonly events: EventLog;
  readonly open: OpenSubgraph<object>;
  /** Runs an operation; throws when it does not fit the schema. */
  run(query: string, viewer?: Viewer, variables?: Readonly<Record<string, unknown>>): Promise<ExecutionResult>;
  /** The data of an operation; throws its errors. */
  data(query: string, viewer?: Viewer, variables?: Readonly<Record<string, unknown>>): Promise<unknown>;
  /** Completes entities that another subgraph points at. */
  entities(
    references: readonly { readonly __typename: string; readonly id: string }[],
    selection: string,
    viewer?: Viewer,
  ): Promise<unknown>;
  /** Lets a consumer handle events, as if its source had logged them, in one transaction. */
  consume(consumer: string, ...events: readonly NewEvent[]): Promise<void>;
}

/** A person for tests. */
export function person(name: string, facts: Partial<Omit<PersonViewer, 'kind' | 'userId'>> = {}): PersonViewer {
  return {
    kind: 'person',
    userId: `user_${name}`,
    displayName: name,
    platformRoles: [],
    memberships: [],
    organizationIds: [],
    expiresAt: Number.MAX_SAFE_INTEGER,
    ...facts,
  };
}

/** Opens and starts a subgraph, without running its consumers; `sample` is on unless told otherwise. */
export async function runningSubgraph<Context extends object>(
  definition: SubgraphDefinition<Context>,
  options: { readonly clock?: Clock; readonly settings?: Partial<SubgraphSettings> } = {},
): Promise<RunningSubgraph> {
  const { name, migrations } = definition;
  const { schema } = buildSchema(definition);
  const folder = await temporaryFolder();
  const database: TestDatabase = await testDatabase([{ name, migrations }]);
  const { db } = database.open(name);
  const events = await openEventLog(db, { log: silentLog });
  const settings = {
    dataFolder: folder.path,
    loopbackOnly: true,
    simulationSeed: 1,
    sample: true,
    ...options.settings,
  };
  const open = await definition.open({
    db,
    events,
    log: silentLog,
    clock: options.clock ?? systemClock,
    settings,
    consumer: () => ({ caughtUp: () => Promise.resolve(true), close: () => Promise.resolve() }),
  });
  await open.start();

  const run: RunningSubgraph['run'] = async (query, viewer = anonymous, variableValues = {}) => {
    const document = parse(query);
    const problems = validate(schema, document);
    if (problems.length > 0) throw new AggregateError(problems, problems.map(({ message }) => message).join('\n'));
    return execute({ schema, document, variableValues, contextValue: open.context({ viewer, requestId: 'test' }) });
  };
  const data: RunningSubgraph['data'] = async (...operation) => {
    const result = await run(...operation);
    if (result.errors !== undefined)
      throw new AggregateError(result.errors, result.errors.map(({ message }) => message).join('\n'));
    return result.data;
  };
  let handled = 0;
  return {
    schema,
    db,
    events,
    open,
    run,
    data,
    async entities(representations, selection, viewer) {
      const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
      const result = (await data(query, viewer, { representations })) as { readonly _entities: unknown };
      return result._entities;
    },
    async consume(consumer, ...news) {
      const found = open.consumers.find((one) => one.name === consumer);
      if (found === undefined) throw new Error(`${name} has no consumer ${consumer}`);
      const logged = news.map((event): LoggedEvent => {
        handled += 1;
        return { ...event, cursor: `test${handled}`, occurredAt: new Date() };
      });
      await change(
        db,
        logged.flatMap((event) => found.keysOf(event)),
        async (tx) => {
          for (const event of logged) await found.handle(event, tx);
        },
      );
    },
    async [Symbol.asyncDispose]() {
      await open.close();
      await events.close();
      await database[Symbol.asyncDispose]();
      await folder[Symbol.asyncDispose]();
    },
  };
}
