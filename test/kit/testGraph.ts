import { buildSubgraphSchema } from '@apollo/subgraph';
import { type ExecutionResult, type GraphQLSchema, parse } from 'graphql';
import type { PolicyDecider } from '../../gateway/authorize/policyDecider.ts';
import { type FederatedGraph, type FederatedGraphOptions, federatedGraph } from '../../gateway/federatedGraph.ts';
import type { AnswerText, IncrementalAnswer, RequestContext, ResultStream } from '../../gateway/graph.ts';
import type { OperationLimits } from '../../gateway/plan/operationLimits.ts';
import type { PlannerName } from '../../gateway/plan/planner.ts';
import { inProcessClient } from '../../gateway/subgraph/inProcessClient.ts';
import type { SubgraphClient, SubgraphRequest } from '../../gateway/subgraph/subgraphClient.ts';
import { composeSubgraphs } from '../../gateway/supergraph/composeSubgraphs.ts';
import { currentSupergraph } from '../../gateway/supergraph/currentSupergraph.ts';
import { loadSupergraph, type Supergraph } from '../../gateway/supergraph/supergraph.ts';
import { type Log, silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { subscriptionResults } from './subscriptionResults.ts';

/** Resolvers as @apollo/subgraph takes them; what a resolver gets is up to the test. */
// biome-ignore lint/suspicious/noExplicitAny: the tests' own resolvers are checked by what they answer.
export type TestResolvers = Record<string, any>;

/** A subgraph of a test: SDL without the federation header, which is added where there is none. */
export interface TestSubgraph {
  readonly sdl: string;
  readonly resolvers?: TestResolvers;
}

/** A graph over small subgraphs in this process, with a record of what they were asked. */
export interface TestGraph {
  readonly graph: FederatedGraph;
  readonly supergraphSdl: string;
  readonly schemas: ReadonlyMap<string, GraphQLSchema>;
  /** Every request to a subgraph so far, in order. */
  readonly calls: readonly TestCall[];
  run(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    context?: Partial<RequestContext>,
  ): Promise<ExecutionResult>;
  /** The same as text. */
  answer(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    context?: Partial<RequestContext>,
  ): Promise<AnswerText | IncrementalAnswer>;
  subscribe(
    query: string,
    variables?: Readonly<Record<string, unknown>>,
    context?: Partial<RequestContext>,
  ): Promise<ResultStream | ExecutionResult>;
}

/** One request to one subgraph. */
export interface TestCall {
  readonly subgraph: string;
  readonly request: SubgraphRequest;
}

/** What every subgraph of the tests may use of federation. */
export const federationHeader = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@provides", "@external", "@shareable", "@inaccessible", "@override", "@interfaceObject", "@tag",
  "@authenticated", "@requiresScopes", "@policy", "@cost", "@listSize", "@context", "@fromContext"
])\n`;

function withHeader(sdl: string): string {
  return sdl.includes('@link(') ? sdl : federationHeader + sdl;
}

/** Composes the subgraphs (throws with every composition error) and stands the engine before them. */
export function testGraph(
  subgraphs: Readonly<Record<string, TestSubgraph>>,
  options: {
    readonly log?: Log;
    readonly limits?: OperationLimits;
    /** The planner that is asked first. */
    readonly planner?: PlannerName;
    readonly policies?: PolicyDecider;
    readonly overrideLabels?: FederatedGraphOptions['overrideLabels'];
    readonly random?: () => number;
    readonly live?: FederatedGraphOptions['live'];
    /** Changes the composed supergraph, e.g. into what another composer would have made of it. */
    readonly edit?: (supergraphSdl: string) => string;
    /** Puts something around the client of a subgraph, e.g. one that fails. */
    readonly wrap?: (client: SubgraphClient, name: string) => SubgraphClient;
  } = {},
): TestGraph {
  const { log = silentLog, limits, policies, overrideLabels, random, live, edit, wrap = (client) => client } = options;
  const schemas = new Map<string, GraphQLSchema>();
  const clients = new Map<string, SubgraphClient>();
  const calls: TestCall[] = [];
  for (const [name, { sdl, resolvers = {} }] of Object.entries(subgraphs)) {
    const schema = buildSubgraphSchema([{ typeDefs: parse(withHeader(sdl)), resolvers }]);
    schemas.set(name, schema);
    const client = wrap(inProcessClient({ schema, context: (request) => ({ ...request }) }), name);
    clients.set(
      name,
      recorded(client, (request) => calls.push({ subgraph: name, request })),
    );
  }
  const composedSupergraph = composed(subgraphs, options.planner);
  const supergraph = edit === undefined ? composedSupergraph : loadSupergraph(edit(composedSupergraph.sdl));
  const graph = federatedGraph({
    supergraph: currentSupergraph(supergraph),
    clientOf: (name) => {
      const client = clients.get(name);
      if (client === undefined) throw new Error(`No subgraph ${name}`);
      return client;
    },
    log,
    limits,
    policies,
    overrideLabels,
    random,
    live,
  });
  return {
    graph,
    supergraphSdl: supergraph.sdl,
    schemas,
    calls,
    async run(query, variables = {}, context = {}) {
      const ready = graph.prepare({ query, variables });
      return 'errors' in ready ? ready : await graph.execute(ready, testContext(context));
    },
    async answer(query, variables = {}, context = {}) {
      const ready = graph.prepare({ query, variables });
      return 'errors' in ready ? ready : await graph.answer(ready, testContext(context));
    },
    async subscribe(query, variables = {}, context = {}) {
      const ready = graph.prepare({ query, variables });
      return 'errors' in ready ? ready : subscriptionResults(graph, ready, testContext(context));
    },
  };
}

/** Composition is the slow part of a test, and its outcome is immutable. */
const loaded = new Map<string, Supergraph>();

function composed(subgraphs: Readonly<Record<string, TestSubgraph>>, planner: PlannerName = 'apollo'): Supergraph {
  const sources = Object.entries(subgraphs).map(([name, { sdl }]) => ({ name, sdl: withHeader(sdl) }));
  const key = JSON.stringify([planner, sources]);
  const before = loaded.get(key);
  if (before !== undefined) return before;
  const composition = composeSubgraphs(sources);
  if (!composition.ok) throw new Error(composition.errors.map(({ code, message }) => `${code}: ${message}`).join('\n'));
  const supergraph = loadSupergraph(composition.supergraphSdl, { planner });
  loaded.set(key, supergraph);
  return supergraph;
}

function testContext(context: Partial<RequestContext>): RequestContext {
  return { viewer: anonymous, requestId: 'test', signal: new AbortController().signal, ...context };
}

function recorded(client: SubgraphClient, record: (request: SubgraphRequest) => void): SubgraphClient {
  return {
    execute(request, signal) {
      record(request);
      return client.execute(request, signal);
    },
    subscribe(request, signal) {
      record(request);
      return client.subscribe(request, signal);
    },
  };
}
