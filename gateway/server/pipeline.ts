import type { IncomingMessage } from 'node:http';
import type { Graph, RequestContext } from '../graph.ts';
import type { AcceptedAnswer, IncrementalFormat } from './acceptedAnswer.ts';
import type { ReceivedOperation } from './operationRequest.ts';

/** One well-formed operation that came over plain HTTP. */
export interface AskedOperation {
  readonly received: ReceivedOperation;
  /** What the graph says of it. */
  readonly prepared: ReturnType<Graph['prepare']>;
  readonly context: RequestContext;
  readonly accepted: AcceptedAnswer;
  readonly request: IncomingMessage;
}

/** An answer in one piece. */
export interface WholeAnswer {
  /** The true status, as `application/graphql-response+json` gives it. */
  readonly status: number;
  readonly body: Buffer | string;
  /** Further headers, names and values in turn. */
  readonly headers?: readonly string[] | undefined;
}

/** An answer in parts: the pieces of a multipart body, the first with the data that is there at once. `return()` cancels the rest. */
export interface AnswerInParts {
  readonly format: IncrementalFormat;
  readonly chunks: AsyncIterableIterator<string>;
  readonly headers?: readonly string[] | undefined;
}

/** What stands between the HTTP door and the graph: our own way, or Apollo Server with its plugins. */
export type Pipeline = (asked: AskedOperation) => Promise<WholeAnswer | AnswerInParts>;
