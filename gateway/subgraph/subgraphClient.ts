import type { DocumentNode, OperationTypeNode } from 'graphql';
import type { Viewer } from '../../lib/viewer.ts';

/** What the executor asks of one subgraph. In-process clients use `document`, remote ones `query`; both say the same. */
export interface SubgraphRequest {
  readonly query: string;
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly operationKind: OperationTypeNode;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly viewer: Viewer;
  readonly requestId: string;
  /** Headers of the client's request to pass on, by lower-case name. Those that the client of the subgraph sets itself stay as they are. */
  readonly headers?: ReadonlyMap<string, string> | undefined;
  /** The request as JSON text, when the caller has it already: `query` and `variables`, and whatever else the subgraph is to read. Sent as it is. */
  readonly body?: string | undefined;
  /** Where in the response the answer belongs, `@` for every element of a list. */
  readonly path?: readonly string[] | undefined;
  /** The request as the server knows it that the graph is embedded in; see `RequestContext.incoming`. */
  readonly incoming?: object | undefined;
}

/** An error as a subgraph reports it (GraphQL specification, 7.1.2). */
export interface SubgraphError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
  /** What was thrown, when the subgraph runs in this process: for the log, never for a client. */
  readonly cause?: unknown;
}

/** A subgraph's answer (GraphQL specification, 7.1). */
export interface SubgraphResponse {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly SubgraphError[];
  /** The `cache-control` header of an answer over HTTP. */
  readonly cacheControl?: string | undefined;
}

/** A call under way that can be ended without a signal of its own: on Node.js 20 making one costs more than all the rest of a call. */
export interface OpenCall {
  readonly answer: Promise<SubgraphResponse>;
  /** Ends it at once; the answer rejects with the reason, unless it is there already. */
  abort(reason: unknown): void;
}

/**
 * The port to a subgraph. Both calls reject with ClientError (SUBGRAPH_UNAVAILABLE, SUBGRAPH_TIMEOUT, SUBGRAPH_MALFORMED) when there is no answer,
 * and with the signal's reason when it aborts. The iterator itself has `return()`; calling it, or aborting, closes the source at once.
 */
export interface SubgraphClient {
  execute(request: SubgraphRequest, signal: AbortSignal): Promise<SubgraphResponse>;
  subscribe(request: SubgraphRequest, signal: AbortSignal): Promise<AsyncIterableIterator<SubgraphResponse>>;
}
