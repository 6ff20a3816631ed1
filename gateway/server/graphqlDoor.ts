import { GraphQLError } from 'graphql';
import { ClientError } from '../../lib/errors.ts';
import type { Viewer } from '../../lib/viewer.ts';
import type { ReadyOperation, RequestContext } from '../graph.ts';
import type { ViewerSource } from '../identity/viewerSource.ts';
import { type AcceptedAnswer, acceptedAnswer } from './acceptedAnswer.ts';
import { answerBatch } from './batch.ts';
import { type CallerFacts, type CallerRules, callerFacts } from './callerFacts.ts';
import { requestDeadline } from './deadline.ts';
import { answerEventStream, type EventStreamPorts } from './eventStreamDoor.ts';
import type { Exchange, Handler } from './exchange.ts';
import { clientLeft, type LiveOperation } from './liveOperations.ts';
import { operationRequestOf } from './operationRequest.ts';
import type { AnswerInParts, Pipeline, WholeAnswer } from './pipeline.ts';
import { sendClientError } from './reply.ts';
import { readJsonBody, refuseForeignBody, refuseTypeWithoutBody, refuseUnaskedRequest } from './requestBody.ts';
import { sendInParts, sendWhole } from './sendAnswer.ts';
import { within } from './within.ts';

/** What the HTTP side of /graphql needs. */
export interface GraphqlPorts extends EventStreamPorts {
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
  'A subscription needs a stream: send it with "accept: text/event-stream", or over WebSocket (graphql-transport-ws) at this same address.',
  { extensions: { code: 'BAD_REQUEST' } },
);

const wantsEventStream = ({ request }: Exchange): boolean => {
  const { accept } = request.headers;
  return accept !== undefined && accept !== 'application/json' && /\btext\/event-stream\b/i.test(accept);
};

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
 * POST and GET of /graphql: server-sent events when the client accepts them, else one answer, in parts when it is deferred.
 * The viewer is known before a byte of the body is read; a bad token is 401, never anonymous.
 */
export function graphqlDoor(ports: GraphqlPorts): Handler {
  return async (exchange) => {
    const accepted = acceptedAnswer(exchange.request.headers.accept);
    try {
      await answerGraphql(ports, exchange, accepted);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      sendClientError(exchange, error, accepted?.mediaType ?? 'application/json');
    }
  };
}

async function answerGraphql(ports: GraphqlPorts, exchange: Exchange, accepted: AcceptedAnswer | null): Promise<void> {
  const { request } = exchange;
  const isPost = request.method === 'POST';
  const isStream = wantsEventStream(exchange);
  if (isPost) refuseForeignBody(request);
  else refuseTypeWithoutBody(request);
  if (!isPost && !isStream) refuseUnaskedRequest(request);
  const identity = await ports.viewers.identify(request.headers.authorization);
  const viewer = await ports.viewers.viewerOf(identity);
  const facts = callerFacts(request, identity, ports.callerRules);
  const source = isPost ? await readJsonBody(request, ports.bodyBytes) : new URLSearchParams(exchange.search);
  if (isStream) {
    const expiresAtMs = identity === null ? null : identity.expiresAt * 1_000;
    const whose = { viewer: async () => viewer, expiresAtMs, facts };
    return await answerEventStream(ports, exchange, operationRequestOf(source), whose);
  }
  if (accepted === null) throw nothingAccepted();
  const checked: CheckedRequest = { exchange, accepted, viewer, facts };
  await whileConnected(ports, exchange, async (operation) => {
    if (Array.isArray(source)) {
      const inOnePiece = { ...checked, accepted: { ...accepted, incremental: null } };
      const site = { requestId: exchange.requestId, log: ports.log };
      const answers = answerBatch(source, ports.maxBatch, (item) => answerTo(ports, inOnePiece, operation, item), site);
      const body = await within(answers, operation, abortGraceMs);
      return sendWhole(exchange, accepted, { status: 200, body });
    }
    const answer = await within(answerTo(ports, checked, operation, source), operation, abortGraceMs);
    if ('chunks' in answer) await sendInParts(exchange, answer, ports.times.stallMs);
    else sendWhole(exchange, accepted, answer);
  });
}

/** Runs work as one live operation: aborted by its deadline, by the server's stop, and when the client leaves. */
async function whileConnected(
  ports: GraphqlPorts,
  { response }: Exchange,
  work: (operation: LiveOperation) => Promise<void>,
): Promise<void> {
  const operation = ports.operations.begin('answer', requestDeadline(ports.requestTimeoutMs));
  const leave = (): void => operation.abort(clientLeft);
  response.once('close', leave);
  if (response.closed) leave(); // it may have left while it was being identified
  try {
    await work(operation);
  } catch (error) {
    if (operation.abortReason === clientLeft) return; // nobody reads an answer
    if (operation.abortReason instanceof ClientError) throw operation.abortReason;
    throw error;
  } finally {
    response.off('close', leave);
    operation.end();
  }
}

/** One operation through the pipeline. Rejects with a ClientError for what is no request, or may not be one. */
async function answerTo(
  { graph, pipeline }: GraphqlPorts,
  { exchange, accepted, viewer, facts }: CheckedRequest,
  operation: LiveOperation,
  source: unknown,
): Promise<WholeAnswer | AnswerInParts> {
  const { request, requestId } = exchange;
  const received = operationRequestOf(source);
  const ready = graph.prepare(received);
  if (request.method !== 'POST' && isMutation(ready)) {
    throw new ClientError('METHOD_NOT_ALLOWED', 'A mutation needs POST.', { allow: 'POST' });
  }
  const prepared = 'kind' in ready && ready.kind === 'subscription' ? { errors: [noSubscriptions] } : ready;
  const context: RequestContext = {
    viewer,
    requestId,
    headers: facts.headers,
    scopes: facts.scopes,
    explain: facts.explain,
    get signal() {
      return operation.signal; // made only for those who ask
    },
  };
  return await pipeline({ received, prepared, context, accepted, request });
}

const isMutation = (ready: ReadyOperation | object): boolean => 'kind' in ready && ready.kind === 'mutation';
