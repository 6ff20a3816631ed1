import {
  buildSchema,
  createSourceEventStream,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLError as GraphQLErrorType,
  getVariableValues,
  parse,
  print,
  printSchema,
  validate,
} from 'graphql';
import type {
  Graph,
  IncrementalPart,
  OperationRequest,
  ReadyOperation,
  RequestContext,
  ResultStream,
} from '../../gateway/graph.ts';
import type { ApolloGateway } from '../../gateway/server/apolloServer.ts';
import { followStream } from '../../gateway/subscribe/followStream.ts';
import { type Channel, channel } from '../../lib/channel.ts';
import { ClientError } from '../../lib/errors.ts';
import { mapIterator } from '../../lib/mapIterator.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import { type FakeFeeds, fakeFeeds } from './fakeFeed.ts';
import { type Inbox, inbox } from './inbox.ts';

const schema = buildSchema(`
  directive @defer(if: Boolean! = true, label: String) on FRAGMENT_SPREAD | INLINE_FRAGMENT
  type Query {
    greet(name: String): String!
    viewer: String!
    requestId: String!
    "Ends when the test releases it."
    slow: String!
    "Never ends, whatever the signal says."
    stuck: String!
    "With @defer anywhere in the operation, comes in parts: the test is their writer."
    deferred: Deferred!
    explained: String
    forwarded: String
    fails: String
    refuses: String
  }
  type Deferred { now: String later: String }
  type Mutation {
    touch: Int!
    submit(script: String!): Int!
  }
  type Subscription {
    ticks(after: String): Tick!
    "Cannot be opened."
    broken: Tick
    "Opens only when the test releases it."
    late: Tick
    "The test pushes to each of its clients."
    feed(name: String): Feed!
  }
  type Feed { n: Int! merged: Int! text: String }
  type Tick { cursor: String! n: Int! text: String }
`);

/** One event of `ticks`. */
export interface Tick {
  readonly cursor: string;
  readonly n: number;
  readonly text?: string;
}

/** A source that a subscription opened: the test is its writer. */
export interface FakeSource {
  readonly context: RequestContext;
  readonly arguments: Readonly<Record<string, unknown>>;
  emit(tick: Tick): void;
  end(error?: Error): void;
}

/** The parts of a deferred answer that is being sent. */
export interface FakeParts {
  readonly context: RequestContext;
  send(...parts: readonly IncrementalPart[]): void;
  end(error?: Error): void;
}

/** A graph of graphql-js alone, for testing doors: what it answers, the test says. */
export interface FakeGraph {
  readonly graph: Graph;
  readonly apolloGateway: ApolloGateway;
  readonly sdl: string;
  /** Clients of the subscription `feed`, as they are opened. */
  readonly feeds: FakeFeeds['opened'];
  /** Sources as they are opened, and their contexts as they are closed. */
  readonly opened: Inbox<FakeSource>;
  readonly closed: Inbox<RequestContext>;
  /** Answers in parts as they begin. Their contexts are in `closed` when they end. */
  readonly deferring: Inbox<FakeParts>;
  /** Contexts of `slow`, `stuck` and `late` as they begin to wait; `release` lets all that wait go on. */
  readonly waiting: Inbox<RequestContext>;
  release(): void;
  /** How many times the mutation `touch` ran. */
  readonly touches: number;
}

const coded = (error: GraphQLErrorType, code: string): GraphQLError =>
  new GraphQLError(error.message, {
    nodes: error.nodes ?? null,
    source: error.source ?? null,
    positions: error.positions ?? null,
    extensions: { code },
  });

function prepare({ query, operationName, variables }: OperationRequest): ReturnType<Graph['prepare']> {
  try {
    const document = parse(query);
    const problems = validate(schema, document);
    if (problems.length > 0) return { errors: problems.map((error) => coded(error, 'GRAPHQL_VALIDATION_FAILED')) };
    const operations = document.definitions.filter((definition) => definition.kind === 'OperationDefinition');
    const name = operationName ?? undefined;
    const [found, ...more] = operations.filter((one) => name === undefined || one.name?.value === name);
    if (found === undefined || more.length > 0) {
      const extensions = { code: 'OPERATION_NOT_FOUND' };
      return { errors: [new GraphQLError('The document has no operation of that name.', { extensions })] };
    }
    const values = getVariableValues(schema, found.variableDefinitions ?? [], variables ?? {});
    if (values.errors !== undefined) return { errors: values.errors.map((error) => coded(error, 'BAD_USER_INPUT')) };
    return { document, operationName: found.name?.value, kind: found.operation, variables: values.coerced };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [coded(error, 'GRAPHQL_PARSE_FAILED')] };
    throw error;
  }
}

const viewerName = ({ viewer }: RequestContext): string => {
  if (viewer.kind === 'person') return viewer.userId;
  return viewer.kind === 'service' ? viewer.name : 'anonymous';
};

function roots() {
  const opened = inbox<FakeSource>('source that opened');
  const closed = inbox<RequestContext>('source that closed');
  const waiting = inbox<RequestContext>('operation that waits');
  const deferring = inbox<FakeParts>('answer in parts');
  const releases: (() => void)[] = [];
  let touches = 0;
  const wait = (context: RequestContext): Promise<void> => {
    waiting.put(context);
    return new Promise((resolve) => releases.push(resolve));
  };
  const openTicks = (given: Readonly<Record<string, unknown>>, context: RequestContext): Channel<{ ticks: Tick }> => {
    const events = channel<{ ticks: Tick }>(1_000, () => closed.put(context));
    opened.put({
      context,
      arguments: given,
      emit: (tick) => void events.push({ ticks: tick }),
      end: (error) => events.end(error),
    });
    return events;
  };
  const defer = (context: RequestContext): Channel<readonly IncrementalPart[]> => {
    const batches = channel<readonly IncrementalPart[]>(1_000, () => closed.put(context));
    deferring.put({
      context,
      send: (...parts) => void batches.push(parts),
      end: (error) => batches.end(error),
    });
    return batches;
  };
  const root = {
    deferred: { now: 'here', later: 'there' },
    explained: (_: unknown, context: RequestContext) => String(context.explain),
    forwarded: (_: unknown, { headers, scopes }: RequestContext) =>
      JSON.stringify({ headers: headers && [...headers], scopes: scopes && [...scopes] }),
    greet: ({ name }: { readonly name?: string }) => `Hello, ${name ?? 'world'}`,
    viewer: (_: unknown, context: RequestContext) => viewerName(context),
    requestId: (_: unknown, context: RequestContext) => context.requestId,
    slow: async (_: unknown, context: RequestContext) => {
      await untilAborted(wait(context), context.signal);
      return 'done';
    },
    stuck: async (_: unknown, context: RequestContext) => {
      await wait(context);
      return 'done';
    },
    fails: () => {
      throw new Error('canary-4711: the password of the database is wrong');
    },
    refuses: () => {
      throw new ClientError('NOT_FOUND', 'There is no such thing.', { argument: 'id' });
    },
    touch: () => {
      touches += 1;
      return touches;
    },
    submit: ({ script }: { readonly script: string }) => script.length,
    ticks: openTicks,
    broken: () => {
      throw new ClientError('SUBGRAPH_UNAVAILABLE', 'The source is away.');
    },
    late: async (given: Readonly<Record<string, unknown>>, context: RequestContext) => {
      await wait(context);
      return openTicks(given, context);
    },
  };
  const release = (): void => {
    for (const go of releases.splice(0)) go();
  };
  return { root, opened, closed, deferring, defer, waiting, release, touchCount: () => touches };
}

/** Makes one; nothing of it needs closing. */
export function fakeGraph(): FakeGraph {
  const feeds = fakeFeeds();
  const { root, opened, closed, deferring, defer, waiting, release, touchCount } = roots();
  const argumentsOf = (operation: ReadyOperation, context: RequestContext) => ({
    schema,
    document: operation.document,
    operationName: operation.operationName ?? null,
    variableValues: operation.variables,
    contextValue: context,
  });
  const graph: Graph = {
    schema,
    prepare,
    async execute(operation, context) {
      const result = await execute({ ...argumentsOf(operation, context), rootValue: root });
      return context.explain === true ? { ...result, extensions: { weft: { fetches: 1 } } } : result;
    },
    async answer(operation, context) {
      const { data, errors, extensions } = await graph.execute(operation, context);
      if (print(operation.document).includes('@defer')) {
        const initial = { data: '{"deferred":{"now":"here"}}' };
        return { initial, subsequent: defer(context) };
      }
      if (data === undefined) return { errors };
      const text = JSON.stringify(data);
      return errors === undefined && extensions === undefined
        ? { data: text, body: Buffer.from(`{"data":${text}}`) }
        : { data: text, errors, extensions };
    },
    subscribe(operation, context, subscriber) {
      if (print(operation.document).includes('feed')) return feeds.open(context, subscriber);
      const open = async (signal: AbortSignal): Promise<ResultStream | ExecutionResult> => {
        const given = argumentsOf(operation, { ...context, signal });
        const source = await createSourceEventStream({ ...given, rootValue: root });
        if (!(Symbol.asyncIterator in source)) return { errors: source.errors ?? [] };
        return mapIterator(source[Symbol.asyncIterator](), (event) => execute({ ...given, rootValue: event }));
      };
      return followStream(open, subscriber);
    },
  };
  const apolloGateway: ApolloGateway = {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: printSchema(schema) });
      return () => undefined;
    },
    load: async () => ({
      executor: async ({ source, operationName, request, context }) => {
        const ready = prepare({ query: source, operationName, variables: request.variables });
        return 'errors' in ready ? ready : await graph.execute(ready, context as RequestContext);
      },
    }),
    stop: async () => undefined,
  };
  return {
    graph,
    apolloGateway,
    sdl: printSchema(schema),
    feeds: feeds.opened,
    opened,
    closed,
    deferring,
    waiting,
    release,
    get touches() {
      return touchCount();
    },
  };
}
