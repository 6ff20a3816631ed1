import type { AnswerText, IncrementalAnswer, ReadyOperation, RequestContext } from '../graph.ts';
import { answerBytes } from './answerBody.ts';
import { requestDeadline } from './deadline.ts';
import type { Exchange } from './exchange.ts';
import type { StreamCaller, SubscriptionPorts } from './followSubscription.ts';
import { type ErrorSite, graphqlError } from './formatError.ts';
import { incrementalParts } from './incrementalParts.ts';
import { clientLeft, type LiveOperation } from './liveOperations.ts';
import type { StreamFormat } from './streamFormat.ts';
import { StreamResponse } from './streamResponse.ts';
import { within } from './within.ts';

/** What queries and mutations at a streaming door need. */
export interface StreamedAnswerPorts extends Pick<SubscriptionPorts, 'graph' | 'operations' | 'log' | 'times'> {
  readonly requestTimeoutMs: number;
}

/** How long the graph may take to turn an abort into an answer of its own. */
const abortGraceMs = 250;

/**
 * Answers a query or a mutation as a stream of one result; a deferred one as one result for each of its parts, in the form of August 2022. What fails, or
 * takes too long, is a result with the error. Resolves when the response is over.
 */
export async function answerAsStream(
  ports: StreamedAnswerPorts,
  exchange: Exchange,
  ready: ReadyOperation,
  { viewer, facts }: StreamCaller,
  format: StreamFormat,
): Promise<void> {
  const { response, requestId } = exchange;
  if (response.closed) return; // it may have left while it was being identified
  const operation = ports.operations.begin('answer', requestDeadline(ports.requestTimeoutMs));
  const output = new StreamResponse(exchange, format, ports.times);
  const site: ErrorSite = { requestId, log: ports.log };
  response.once('close', () => operation.abort(clientLeft));
  const write = (answer: AnswerText): void => output.write(format.result(answerBytes(answer, site), null));
  try {
    const context: RequestContext = { ...facts, viewer, requestId, signal: operation.signal, inParts: true };
    const answer = await within(ports.graph.answer(ready, context), operation, abortGraceMs);
    if ('subsequent' in answer) await writeParts(output, format, answer, operation, site);
    else write(answer);
  } catch (thrown) {
    if (operation.abortReason !== clientLeft) write({ errors: [graphqlError(operation.abortReason ?? thrown)] });
  } finally {
    output.end(format.closing);
    await output.closed;
    operation.end();
  }
}

/** Parts are asked for no faster than they are read. */
async function writeParts(
  output: StreamResponse,
  format: StreamFormat,
  answer: IncrementalAnswer,
  { signal }: LiveOperation,
  site: ErrorSite,
): Promise<void> {
  for await (const text of incrementalParts(answer, 'deferSpec=20220824', signal, site)) {
    if (!(await output.room())) return;
    output.write(format.result(Buffer.from(text), null));
  }
}
