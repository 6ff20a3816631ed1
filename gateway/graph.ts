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
  /** Headers of the client's request that subgraphs are sent too, by lower-case name. They are part of the audience of every answer. */
  readonly headers?: ReadonlyMap<string, string> | undefined;
  /** Whether `@authenticated` is met, where somebody else than the viewer says so. */
  readonly isAuthenticated?: boolean | undefined;
  /** Scopes of the client's token, for `@requiresScopes`. */
  readonly scopes?: ReadonlySet<string> | undefined;
  /**
   * The request as the server knows it that the graph is embedded in, for clients of subgraphs that want it (data sources with hooks).
   * A request that has one is an audience of its own: nothing of its answer may be shared with another request.
   */
  readonly incoming?: object | undefined;
  /** True when the client takes an answer in parts (`@defer`); else every answer comes in one piece. */
  readonly inParts?: boolean | undefined;
  /** True when the answer is to say in `extensions` how it came to be (plan, fetches, times). Never in production. */
  readonly explain?: boolean | undefined;
}

/** A parsed and validated operation, ready to be planned. */
export interface ReadyOperation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly kind: 'query' | 'mutation' | 'subscription';
  readonly variables: Readonly<Record<string, unknown>>;
}

/** One answer, shaped and serialised. Requests that share one execution get the same object. */
export interface AnswerText {
  /** `data` as JSON text; absent when execution did not begin. */
  readonly data?: string | undefined;
  readonly errors?: readonly GraphQLError[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  /** The whole body, `{"data":…}` in UTF-8, when there is nothing in it but data; encoded once for all who share it. */
  readonly body?: Buffer | undefined;
}

/** One part of an answer that comes in several (`@defer`), as the incremental delivery draft of the GraphQL specification has it. */
export interface IncrementalPart {
  readonly path: readonly (string | number)[];
  readonly label?: string | undefined;
  /** JSON text of an object, or `null` in case of errors that reach that far. */
  readonly data: string;
  readonly errors?: readonly GraphQLError[] | undefined;
}

/** An answer in parts: what is there first, then, as they come, one batch after the other of what was deferred. `return()` cancels the rest. */
export interface IncrementalAnswer {
  readonly initial: AnswerText;
  readonly subsequent: AsyncIterableIterator<readonly IncrementalPart[]>;
}

/** One result of a subscription: the same object goes to everybody who shares the stream. */
export interface SubscriptionEvent {
  readonly answer: AnswerText;
  /** `after` continues behind it; null when the field has no cursors. The client need not have asked for it. */
  readonly cursor: string | null;
  /** For a slow reader an event replaces an older one of the same key (`@live(mode: STATE)`); null: each event counts. */
  readonly stateKey: string | null;
  /** Where in `data` the client asked how many events were merged into this one: response keys from the root. */
  readonly mergedAt: readonly (readonly string[])[];
  /** When what it tells was committed, in milliseconds since the epoch; null when it tells a state that was there before. */
  readonly committedAtMs: number | null;
  /** The whole result as a door writes it, JSON in UTF-8; set by the first door that needs it, for all. */
  bytes: Buffer | null;
}

/** Where a subscription's results go: one client's end at a door. Neither call may throw. */
export interface Subscriber {
  /**
   * Events in order; those that came together come in one call. Whoever cannot pass them on at once keeps them within bounds, and may return a promise that
   * resolves when it can: a stream that it shares with nobody waits for that. Must not reject.
   */
  next(events: readonly SubscriptionEvent[]): void | Promise<void>;
  /** The last call: a result that says why there is no more, or null when the source has simply ended. Never called after `leave`. */
  end(last: AnswerText | null): void;
}

/** One client's part in a subscription, from the moment it asks for it. */
export interface OpenSubscription {
  /** The client has left: nothing is called any more. The last one to leave a stream closes what is behind it at once. */
  leave(): void;
  /**
   * The viewer is another one now (a renewed token, a lost membership): the stream goes on behind the last event with what that viewer may see, or ends
   * and says why.
   */
  renew(context: RequestContext): void;
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
  /** The same answer as `execute` gives, as text; the only way to run an operation with `@defer`, which alone may answer in parts. */
  answer(operation: ReadyOperation, context: RequestContext): Promise<AnswerText | IncrementalAnswer>;
  /** Never throws and calls nothing before it returns. A subscription that cannot be opened ends with a result that says why. */
  subscribe(operation: ReadyOperation, context: RequestContext, subscriber: Subscriber): OpenSubscription;
}
