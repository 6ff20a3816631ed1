import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Exchange } from './exchange.ts';
import type { OpenExchanges } from './openExchanges.ts';
import type { OriginPolicy } from './originPolicy.ts';
import { sendClientError } from './reply.ts';
import { type RequestAddress, requestAddress } from './requestAddress.ts';
import { requestIdOf } from './requestId.ts';
import { answerExchange, checkCaller, type Routes } from './routes.ts';
import { refuseUpgrade, type WebSocketDoor } from './webSocketDoor.ts';

/** Limits of the HTTP server itself: slow or idle senders do not hold connections. */
const httpLimits = {
  headersTimeout: 10_000,
  requestTimeout: 60_000, // to receive a request; how long its operation may take is another setting
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
  maxHeaderSize: 16 * 1024,
} as const;

/** What is true of the whole server while it runs. */
export interface Traffic {
  readonly routes: Routes;
  readonly policy: OriginPolicy;
  readonly sockets: WebSocketDoor;
  readonly exchanges: OpenExchanges;
  isStopping: boolean;
  readonly log: Log;
  readonly responded?: ((status: number) => void) | undefined;
}

const nowhere: RequestAddress = { path: '', search: '' };

function answerRequest(traffic: Traffic, request: IncomingMessage, response: ServerResponse): void {
  const requestId = requestIdOf(request);
  const address = requestAddress(request.url ?? '/');
  const { path, search } = address ?? nowhere;
  const exchange: Exchange = { request, response, path, search, requestId, headers: ['x-request-id', requestId] };
  if (traffic.isStopping) {
    response.shouldKeepAlive = false;
    sendClientError(exchange, new ClientError('SHUTTING_DOWN', undefined, { resumable: true }));
    return;
  }
  if (address === null) {
    sendClientError(exchange, new ClientError('BAD_REQUEST', 'The address of the request is not one.'));
    return;
  }
  void answerExchange(traffic, exchange); // never rejects
}

/** Throws what is wrong with an upgrade; the same questions as for a request. */
function checkUpgrade({ policy, isStopping }: Traffic, request: IncomingMessage): void {
  if (isStopping) throw new ClientError('SHUTTING_DOWN', undefined, { resumable: true });
  checkCaller(request, policy);
  if (request.headers.upgrade?.toLowerCase() !== 'websocket') {
    throw new ClientError('BAD_REQUEST', 'Only an upgrade to websocket is possible; leave out the header "upgrade".');
  }
  if (requestAddress(request.url ?? '/')?.path === '/graphql') return;
  throw new ClientError('NOT_FOUND', 'WebSockets are served at /graphql only.');
}

function answerUpgrade(traffic: Traffic, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  try {
    checkUpgrade(traffic, request);
    traffic.sockets.upgrade(request, socket, head, requestIdOf(request));
  } catch (error) {
    refuseUpgrade(socket, error instanceof ClientError ? error : new ClientError('INTERNAL'));
  }
}

/** The HTTP server of the gateway, not listening yet. */
export function httpServer(traffic: Traffic): Server {
  const server = createServer(httpLimits, (request, response) => answerRequest(traffic, request, response));
  server.on('upgrade', (request, socket, head) => answerUpgrade(traffic, request, socket, head));
  return server;
}
