import type { GraphQLError } from 'graphql';
import type { Log } from '../../lib/log.ts';
import type { OpenRecord } from '../../lib/own.ts';
import type { RequestContext } from '../graph.ts';
import type { SubgraphClient, SubgraphResponse } from '../subgraph/subgraphClient.ts';
import type { Audience } from './audiences.ts';

/** What the engine is plugged into. Constant for the life of the graph. */
export interface ExecutionPorts {
  /** The client of a subgraph of the plan. Throws when there is none of that name. */
  readonly clientOf: (subgraphName: string) => SubgraphClient;
  readonly log: Log;
  /**
   * What a client sees of errors without a documented code: `masked` (the default) shows INTERNAL and nothing else; `passed` shows what
   * the subgraph said, as the stock gateway does (DOWNSTREAM_SERVICE_ERROR in want of a code, with the name of the service).
   */
  readonly errorPolicy?: 'masked' | 'passed' | undefined;
}

/** One run of a plan: what is known of the request, and what has come so far. */
export interface Execution extends ExecutionPorts {
  readonly context: RequestContext;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** See `ExecutablePlan.clientKeys`. */
  readonly clientKeys: ReadonlyMap<string, string>;
  /** Everything the subgraphs have answered, merged; also keys that the client did not ask for. */
  readonly data: OpenRecord;
  readonly errors: GraphQLError[];
  /** With whom fetches under way may be shared; null for an execution that must read for itself. */
  readonly audience: Audience | null;
  /** Answers of this execution that several of its fetches may use, by the number of their group and the text of the request. */
  readonly answers: Map<string, Promise<SubgraphResponse>>;
  /** Told of fetches that have ended, by `id`, when somebody waits for them. */
  readonly landed: ((id: string) => void) | null;
  /** What was asked of subgraphs and how long it took, when the client wants to know. */
  readonly trace: FetchTrace[] | null;
}

/** One request to a subgraph, in milliseconds of `performance.now()`. */
export interface FetchTrace {
  readonly subgraph: string;
  readonly operationName: string | undefined;
  readonly beganMs: number;
  readonly endedMs: number;
}
