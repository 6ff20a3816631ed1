import type { DocumentNode, ExecutionResult, GraphQLError, GraphQLSchema } from 'graphql';
import type { Viewer } from '../lib/viewer.ts';

/** What a client sent, whatever the door. */
export interface OperationRequest {
  readonly query: string;
  readonly operationName?: string | null | undefined;
  readonly variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/** What is constant for one request. */
export interface RequestContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  /** Aborts when the client leaves, the deadline passes, or the server stops. */
  readonly signal: AbortSignal;
}

/** A parsed and validated operation, ready to be planned. */
export interface ReadyOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A stream of results; `return()` closes everything behind it at once. */
export type ResultStream = AsyncIterableIterator<ExecutionResult>;

/**
 * The graph as every door sees it: one object for the life of the process, whatever supergraph generation is in use.
 * None of these throws for a client's mistake: that comes back as `errors` with documented codes.
 */
export interface Graph {
  /** The API schema of the generation in use. */
  readonly schema: GraphQLSchema;
  /** Parses (bounded, cached) and validates; a syntax error is a value here, never a throw. */
  prepare(request: OperationRequest): ReadyOperation | { readonly errors: readonly GraphQLError[] };
  execute(operation: ReadyOperation, context: RequestContext): Promise<ExecutionResult>;
  /** A result (with `errors`) instead of a stream when the subscription could not be opened. */
  subscribe(operation: ReadyOperation, context: RequestContext): Promise<ResultStream | ExecutionResult>;
}
