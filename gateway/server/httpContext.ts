import type { ClientError } from '../../lib/errors.ts';
import type { Graph, ReadyOperation, RequestContext } from '../graph.ts';
import type { IncrementalFormat } from './acceptedAnswer.ts';

/** The context of one operation that came over plain HTTP. */
export interface HttpContext extends RequestContext {
  /** Written by the pipeline as it goes on. */
  readonly progress: HttpProgress;
}

/** What the door and the plugin below tell each other about a request. */
export interface HttpProgress {
  /** What the graph said of the operation, so that it is prepared once. */
  readonly prepared: ReturnType<Graph['prepare']>;
  readonly incremental: IncrementalFormat | null;
  /** The operation, once the pipeline has come to it. */
  operation: ReadyOperation | null;
  /** Why there is no answer, whatever Apollo Server makes of it. */
  refusal: ClientError | null;
}
