// The types of library.mjs, written out: TypeScript sources of a package would be checked under the settings of whoever imports it.
// test/federation/dropInUpdates.test.ts holds them against weftGateway.ts.
import type {
  GatewayConfig,
  GraphQLDataSource,
  GraphQLDataSourceProcessOptions,
  RemoteGraphQLDataSource,
  SupergraphManager,
} from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';

type ApolloServerGateway = ApolloServerOptionsWithGateway<Record<string, unknown>>['gateway'];
type SchemaListener = Parameters<ApolloServerGateway['onSchemaLoadOrUpdate']>[0];
type IncomingRequest = Extract<
  GraphQLDataSourceProcessOptions,
  { readonly incomingRequestContext: unknown }
>['incomingRequestContext'];

/** How large an operation may be. */
interface OperationLimits {
  readonly maxTokens: number;
  readonly maxDepth: number;
  readonly maxSelections: number;
  /** By `@cost` and `@listSize`; Infinity for no maximum. */
  readonly maxCost: number;
  /** How long a list is taken to be that no `@listSize` is said of. */
  readonly defaultListSize: number;
  readonly rememberedDocuments: number;
  readonly rememberedCharacters: number;
}

/** Who is asking, as the owner of an embedded gateway knows it. */
export interface Caller {
  /** Meets `@authenticated`. */
  readonly authenticated: boolean;
  /** For `@requiresScopes`. */
  readonly scopes?: Iterable<string> | undefined;
  /** Sent to subgraphs where no `buildService` says how they are asked. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What ApolloGateway of @apollo/gateway takes, and what only this gateway has. */
export type WeftGatewayOptions = GatewayConfig & {
  /** How long a subgraph may take, in milliseconds, where no `buildService` says how it is asked. */
  readonly subgraphTimeoutMs?: number;
  /** How large operations may be. */
  readonly operationLimits?: Partial<OperationLimits>;
  /** The planner that is asked first. */
  readonly planner?: 'apollo' | 'hive';
  /** Asked once for each operation; without it nobody is authenticated. What it throws is the answer. */
  readonly callerOf?: (request: IncomingRequest) => Caller | Promise<Caller>;
  /** Whether a label of a progressive override is on for a request; percentages are decided by the engine. Without it none. */
  readonly isLabelOn?: (label: string, request: IncomingRequest) => boolean;
  /** Which of these policies the request has: asked once for an operation that mentions any. Without it none; when it throws, the operation is refused. */
  readonly policies?: (
    policies: readonly string[],
    request: IncomingRequest,
  ) => Iterable<string> | Promise<Iterable<string>>;
};

/** This engine in place of ApolloGateway: the same options, the same answers, as the `gateway` of an ApolloServer. */
export declare class WeftGateway implements ApolloServerGateway {
  /** Throws for an option that cannot be honoured. */
  constructor(options?: WeftGatewayOptions);
  /** The API schema in use; undefined before `load`. */
  get schema(): GraphQLSchema | undefined;
  get supergraphManager(): SupergraphManager | undefined;
  onSchemaLoadOrUpdate(callback: SchemaListener): () => void;
  load(options?: {
    readonly apollo?: { readonly key?: string; readonly graphRef?: string };
  }): Promise<{ schema: GraphQLSchema; executor: (request: IncomingRequest) => Promise<ExecutionResult> }>;
  readonly executor: (request: IncomingRequest) => Promise<ExecutionResult>;
  /** Asks every subgraph in use whether it answers. Rejects naming one that does not. */
  serviceHealthCheck(): Promise<
    readonly { readonly name: string; readonly response: Awaited<ReturnType<GraphQLDataSource['process']>> }[]
  >;
  stop(): Promise<void>;
}

/**
 * A fetcher for RemoteGraphQLDataSource over kept connections: a call takes about a quarter of the CPU of the one that comes with it. It
 * follows no redirects, knows no proxies, and asks for nothing compressed.
 */
export declare const subgraphFetcher: RemoteGraphQLDataSource['fetcher'];
