import { GraphQLError } from 'graphql';
import { ClientError } from '../../lib/errors.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { RequestContext } from '../graph.ts';
import type { ViewerSource } from '../identity/viewerSource.ts';
import { type AcceptedAnswer, acceptedAnswer } from './acceptedAnswer.ts';
import { answerBatch } from './batch.ts';
import { type CallerFacts, type CallerRules, callerFacts } from './callerFacts.ts';
import { type Deadline, requestDeadline } from './deadline.ts';
import type { Exchange, Handler } from './exchange.ts';
import { clientLeft, type LiveOperation } from './liveOperations.ts';
import { operationRequestOf } from './operationRequest.ts';
import type { AnswerInParts, Pipeline, WholeAnswer } from './pipeline.ts';
import { readJsonBody, refuseForeignBody, refuseTypeWithoutBody, refuseUnaskedRequest } from './requestBody.ts';
import { sendInParts, sendWhole } from './sendAnswer.ts';
import { type StreamPorts, streamDoor } from './streamDoor.ts';
import { within } from './within.ts';

/** What the HTTP side of /graphql needs. */
export interface GraphqlPorts extends StreamPorts {
  readonly pipeline: Pipeline;
  readonly viewers: ViewerSource;
  readonly callerRules: CallerRules;
  readonly bodyBytes: number;
  /** How many operations one request may have; below 2, a list of operations is refused. */
  readonly maxBatch: number;
}

/** How long the graph may take to turn an abort into an answer of its own, with what it has so far. */
const abortGraceMs = 250;

const noSubscriptions = new GraphQLError(
  'A subscription needs a stream: send it with "accept: text/event-stream" or "accept: multipart/mixed;subscriptionSpec=1.0, application/json", or over WebSocket (graphql-transport-ws) at this same address.',
  { extensions: { code: 'BAD_REQUEST' } },
);

const nothingAccepted = (): ClientError =>
  new ClientError(
    'NOT_ACCEPTABLE',
    'This address answers with application/graphql-response+json, application/json, multipart/mixed or text/event-stream: send one of them as "accept".',
  );

/** A request whose headers have passed. */
interface CheckedRequest {
  readonly exchange: Exchange;
  readonly accepted: AcceptedAnswer;
  readonly viewer: Viewer;
  readonly facts: CallerFacts;
}

/**
 * POST and GET of /graphql: a stream of results to those who take one, else one answer, in parts when it is deferred.
 * The viewer is known before a byte of the body is read; a bad token is 401, never anonymous.
 */
export function graphqlDoor(ports: GraphqlPorts): Handler {
  const deadline = requestDeadline(ports.requestTimeoutMs);
  const streams = streamDoor(ports);
  return async (exchange) => {
    const { request } = exchange;
    const accepted = acceptedAnswer(request.headers.accept);
    const isPost = request.method === 'POST';
    if (isPost) refuseForeignBody(request);
    else refuseTypeWithoutBody(request);
    // A browser's EventSource can send no header of its own, and what it may ask for changes nothing.
    const isEventSource = accepted?.stream === 'text/event-stream' && accepted.prefersStream;
    if (!isPost && !isEventSource) refuseUnaskedRequest(request);
    const identity = await ports.viewers.identify(request.headers.authorization);
    const viewer = await ports.viewers.viewerOf(identity);
    const facts = callerFacts(request, identity, ports.callerRules);
    const source = isPost ? await readJsonBody(request, ports.bodyBytes) : new URLSearchParams(exchange.search);
    if (accepted === null) throw nothingAccepted();
    if (accepted.prefersStream || (accepted.stream !== null && !Array.isArray(source))) {
      const prepared = ports.graph.prepare(operationRequestOf(source));
      const type = streams.typeFor(prepared, accepted);
      if (type !== null) return await streams.answer(exchange, prepared, type, { identity, viewer, facts });
    }
    await answerOnce(ports, { exchange, accepted, viewer, facts }, source, deadline);
  };
}

/** Answers as one live operation: aborted by its deadline, by the server's stop, and when the client leaves. */
async function answerOnce(
  ports: GraphqlPorts,
  checked: CheckedRequest,
  source: unknown,
  deadline: Deadline,
): Promise<void> {
  const { exchange, accepted } = checked;
  const { response } = exchange;
  const operation = ports.operations.begin('answer', deadline);
  // No listener is taken off again: an operation that is over is not aborted.
  response.on('close', () => operation.abort(clientLeft));
  if (response.closed) operation.abort(clientLeft); // it may have left while it was being identified
  try {
    const work = Array.isArray(source)
      ? batchAnswer(ports, checked, operation, source)
      : answerTo(ports, checked, operation, source);
    const answer = await within(work, operation, abortGraceMs);
    if ('chunks' in answer) await sendInParts(exchange, answer, ports.times.stallMs);
    else sendWhole(exchange, accepted, answer);
  } catch (error) {
    if (operation.abortReason === clientLeft) return; // nobody reads an answer
    if (operation.abortReason instanceof ClientError) throw operation.abortReason;
    throw error;
  } finally {
    operation.end();
  }
}

/** The operations of a list, all of them as one live operation. */
async function batchAnswer(
  ports: GraphqlPorts,
  checked: CheckedRequest,
  operation: LiveOperation,
  items: readonly unknown[],
): Promise<WholeAnswer> {
  const inOnePiece: CheckedRequest = { ...checked, accepted: { ...checked.accepted, incremental: null } };
  const site = { requestId: checked.exchange.requestId, log: ports.log };
  const answers = answerBatch(items, ports.maxBatch, (item) => answerTo(ports, inOnePiece, operation, item), site);
  return { status: 200, body: await answers };
}

/** One operation through the pipeline. Throws a ClientError for what is no request, or may not be one. */
function answerTo(
  { graph, pipeline }: GraphqlPorts,
  { exchange, accepted, viewer, facts }: CheckedRequest,
  operation: LiveOperation,
  source: unknown,
): Promise<WholeAnswer | AnswerInParts> {
  const { request, requestId } = exchange;
  const received = operationRequestOf(source);
  const ready = graph.prepare(received);
  const kind = 'kind' in ready ? ready.kind : 'query';
  if (kind === 'mutation' && request.method !== 'POST') {
    throw new ClientError('METHOD_NOT_ALLOWED', 'A mutation needs POST.', { allow: 'POST' });
  }
  const prepared = kind === 'subscription' ? { errors: [noSubscriptions] } : ready;
  const context: RequestContext = {
    viewer,
    requestId,
    headers: facts.headers,
    scopes: facts.scopes,
    explain: facts.explain,
    inParts: accepted.incremental !== null,
    get signal() {
      return operation.signal; // made only for those who ask
    },
  };
  return pipeline({ received, prepared, context, accepted, request });
}
