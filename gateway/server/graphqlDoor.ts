import { type ApolloServer, HeaderMap } from '@apollo/server';
import { ClientError } from '../../lib/errors.ts';
import type { ViewerSource } from '../identity/viewerSource.ts';
import type { HttpContext, HttpProgress } from './apolloServer.ts';
import { requestDeadline } from './deadline.ts';
import { answerEventStream, type EventStreamPorts } from './eventStreamDoor.ts';
import type { Exchange, Handler } from './exchange.ts';
import { forwardedHeaders } from './forwardedHeaders.ts';
import { clientLeft } from './liveOperations.ts';
import { operationRequestOf } from './operationRequest.ts';
import { sendText } from './reply.ts';
import { readJsonBody, refuseForeignBody, refuseTypeWithoutBody } from './requestBody.ts';
import { within } from './within.ts';

/** What the HTTP side of /graphql needs. */
export interface GraphqlPorts extends EventStreamPorts {
  readonly apollo: ApolloServer<HttpContext>;
  readonly viewers: ViewerSource;
  readonly bodyBytes: number;
}

/** How long the graph may take to turn an abort into an answer of its own, with what it has so far. */
const abortGraceMs = 250;

const wantsEventStream = ({ request }: Exchange): boolean =>
  /\btext\/event-stream\b/i.test(request.headers.accept ?? '');

/** All headers of a request as Apollo wants them. */
function headerMap({ request }: Exchange): HeaderMap {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return headers;
}

/**
 * POST and GET of /graphql: server-sent events when the client accepts them, else one answer through Apollo Server.
 * The viewer is known before a byte of the body is read; a bad token is 401, never anonymous.
 */
export function graphqlDoor(ports: GraphqlPorts): Handler {
  return async (exchange) => {
    const { request, url } = exchange;
    if (request.method === 'POST') refuseForeignBody(request);
    else refuseTypeWithoutBody(request);
    const identity = await ports.viewers.identify(request.headers.authorization);
    const viewer = await ports.viewers.viewerOf(identity);
    const body = request.method === 'POST' ? await readJsonBody(request, ports.bodyBytes) : undefined;
    if (wantsEventStream(exchange)) {
      const operationRequest = operationRequestOf(body === undefined ? url.searchParams : body);
      await answerEventStream(ports, exchange, operationRequest, {
        viewer: async () => viewer,
        expiresAtMs: identity === null ? null : identity.expiresAt * 1_000,
      });
      return;
    }
    await answerOnce(ports, exchange, body, viewer);
  };
}

async function answerOnce(
  ports: GraphqlPorts,
  exchange: Exchange,
  body: unknown,
  viewer: HttpContext['viewer'],
): Promise<void> {
  const { request, response, url, requestId } = exchange;
  const operation = ports.operations.begin('answer', requestDeadline(ports.requestTimeoutMs));
  const leave = (): void => operation.abort(clientLeft);
  response.once('close', leave);
  if (response.closed) leave(); // it may have left while it was being identified
  const forwarded = forwardedHeaders(request, ports.forwardedHeaders);
  const progress: HttpProgress = { wellFormed: false, operation: null };
  try {
    const answer = await within(
      ports.apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: { method: request.method ?? 'GET', headers: headerMap(exchange), search: url.search, body },
        context: async () => ({ viewer, requestId, headers: forwarded, signal: operation.signal, progress }),
      }),
      operation.signal,
      abortGraceMs,
    );
    if (answer.body.kind !== 'complete')
      throw new Error('The pipeline answered in parts although nothing was deferred');
    const { 'content-type': type = 'application/json', ...headers } = Object.fromEntries(answer.headers);
    sendText(
      response,
      statusOf(answer.status, type, progress),
      type.split(';')[0] ?? type,
      answer.body.string,
      headers,
    );
  } catch (error) {
    if (operation.signal.reason === clientLeft) return; // nobody reads an answer
    if (operation.signal.aborted && operation.signal.reason instanceof ClientError) throw operation.signal.reason;
    throw error;
  } finally {
    response.off('close', leave);
    operation.end();
  }
}

/**
 * GraphQL over HTTP, "application/json": a well-formed request is answered with 200 whatever its document was worth, because a
 * status other than that could come from any proxy on the way. "application/graphql-response+json" gets the true status.
 */
function statusOf(status: number | undefined, contentType: string, progress: { readonly wellFormed: boolean }): number {
  if (status === 400 && progress.wellFormed && contentType.startsWith('application/json')) return 200;
  return status ?? 200;
}
