import { createServer, type Server } from 'node:http';
import { ClientError } from '../../lib/errors.ts';
import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import type { Exchange } from '../server/exchange.ts';
import { operationRequestOf } from '../server/operationRequest.ts';
import { sendClientError, sendJson } from '../server/reply.ts';
import { requestAddress } from '../server/requestAddress.ts';
import { readJsonBody, refuseForeignBody } from '../server/requestBody.ts';
import { requestIdOf } from '../server/requestId.ts';
import type { ServerTimes } from '../server/serverTimes.ts';
import type { SubgraphRequest } from '../subgraph/subgraphClient.ts';
import { sendEventStream, wantsEventStream } from './servedEventStream.ts';
import { safeResponse, servedOperation, viewerOf } from './servedOperation.ts';
import type { ServedStreams } from './servedStreams.ts';
import type { SubgraphServing } from './subgraphServing.ts';

/** The requests of gateways over HTTP. */
export interface ServedRequests {
  readonly server: Server;
  /** Resolves when those that run now are answered. */
  settled(): Promise<void>;
}

/** Answers queries and mutations, and subscriptions to whoever takes server-sent events, at /graphql. */
export function servedRequests(
  serving: SubgraphServing,
  streams: ServedStreams,
  times: Pick<ServerTimes, 'pingMs' | 'stallMs'>,
): ServedRequests {
  const running = new Set<Promise<void>>();
  const server = createServer((request, response) => {
    const requestId = requestIdOf(request);
    const address = requestAddress(request.url ?? '/') ?? { path: '', search: '' };
    const exchange: Exchange = { request, response, ...address, requestId, headers: [] };
    const answered = answer(serving, streams, times, exchange)
      .catch((error: unknown) => {
        if (!(error instanceof ClientError))
          serving.log.error({ error, requestId }, 'A request to the subgraph failed');
        sendClientError(exchange, error instanceof ClientError ? error : new ClientError('INTERNAL'));
      })
      .finally(() => running.delete(answered));
    running.add(answered);
  });
  return {
    server,
    async settled() {
      await Promise.all(running);
    },
  };
}

async function answer(
  serving: SubgraphServing,
  streams: ServedStreams,
  times: Pick<ServerTimes, 'pingMs' | 'stallMs'>,
  exchange: Exchange,
): Promise<void> {
  const { request, path, requestId } = exchange;
  if (path === '/health/live') return sendJson(exchange, 200, { live: true });
  if (path !== '/graphql') throw new ClientError('NOT_FOUND', 'A subgraph answers at /graphql and /health/live only.');
  if (request.method !== 'POST') throw new ClientError('METHOD_NOT_ALLOWED', 'Send operations by POST.');
  refuseForeignBody(request);
  const viewer = await viewerOf(request.headers[viewerHeader], serving);
  const given = operationRequestOf(await readJsonBody(request, serving.bodyBytes));
  const asked = servedOperation(given, { viewer, requestId });
  if (asked.operationKind !== 'subscription') return await sendResponse(serving, exchange, asked);
  if (wantsEventStream(exchange)) return await sendEventStream(exchange, streams.open(asked), times);
  throw new ClientError('NOT_ACCEPTABLE', 'Subscribe over WebSocket, or with "accept: text/event-stream".');
}

async function sendResponse(
  { client, log }: SubgraphServing,
  exchange: Exchange,
  asked: SubgraphRequest,
): Promise<void> {
  const { response, requestId } = exchange;
  const left = new AbortController();
  const leave = (): void => left.abort(new Error('The gateway left'));
  response.once('close', leave);
  try {
    sendJson(exchange, 200, safeResponse(await client.execute(asked, left.signal), requestId, log));
  } finally {
    response.off('close', leave);
  }
}
