import type { GraphQLError } from 'graphql';
import type { Log } from '../../lib/log.ts';
import type { OpenRecord } from '../../lib/own.ts';
import type { RequestContext } from '../graph.ts';
import type { SubgraphClient } from '../subgraph/subgraphClient.ts';

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
  /** Everything the subgraphs have answered, merged; also keys that the client did not ask for. */
  readonly data: OpenRecord;
  readonly errors: GraphQLError[];
}
