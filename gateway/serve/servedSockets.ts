import type { IncomingMessage, Server } from 'node:http';
import { CloseCode, handleProtocols, type Server as Protocol } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Log } from '../../lib/log.ts';
import { requestIdOf } from '../server/requestId.ts';
import type { ServerTimes } from '../server/serverTimes.ts';
import { type GatewaySocket, servedProtocol } from './servedProtocol.ts';
import type { ServedStreams } from './servedStreams.ts';
import type { SubgraphServing } from './subgraphServing.ts';

/** A close code of RFC 6455, 7.4.1. */
const goingAway = 1001;

/** The sockets of gateways. */
export interface ServedSockets {
  /** Takes no new ones. */
  refuse(): void;
  /** Resolves when the operations that run now have sent their last message. */
  settled(): Promise<void>;
  /** Closes each with 1001, and cuts those that have not answered after `graceMs`. Resolves when all are gone. */
  close(graceMs: number): Promise<void>;
}

/** Serves graphql-transport-ws at /graphql. */
export function servedSockets(
  serving: SubgraphServing,
  streams: ServedStreams,
  server: Server,
  times: Pick<ServerTimes, 'pingMs' | 'initMs'>,
): ServedSockets {
  const protocol = servedProtocol(serving, streams, times.initMs);
  const bounds = { maxPayload: serving.bodyBytes, perMessageDeflate: false };
  const sockets = new WebSocketServer({ server, path: '/graphql', handleProtocols, ...bounds });
  const open = new Map<WebSocket, GatewaySocket>();
  sockets.on('connection', (socket, request) => {
    socket.once('close', () => open.delete(socket));
    keepAlive(socket, times.pingMs);
    open.set(socket, openSocket(protocol, socket, request, serving.log));
  });
  return {
    refuse: () => sockets.close(), // those that are open stay
    async settled() {
      await Promise.all([...open.values()].flatMap(({ running }) => [...running]));
    },
    async close(graceMs) {
      await Promise.all([...open.keys()].map((socket) => close(socket, graceMs)));
    },
  };
}

/** Connects one socket to the protocol. */
function openSocket(
  protocol: Protocol<GatewaySocket>,
  socket: WebSocket,
  request: IncomingMessage,
  log: Log,
): GatewaySocket {
  const gateway: GatewaySocket = { requestId: requestIdOf(request), viewer: null, begun: 0, running: new Set() };
  const { running, requestId } = gateway;
  const onFault = (cause: unknown): void => {
    log.error({ requestId, cause }, 'Handling a message of a gateway failed');
    socket.close(CloseCode.InternalServerError, 'Internal server error');
  };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Resolves when the message has left, so that a stream waits for its reader. On a socket that is gone `close` has yet to come, and would not while there is
      // always a next message.
      send: (text) =>
        new Promise((resolve) => {
          if (socket.readyState === socket.OPEN) socket.send(text, () => resolve());
          else setImmediate(resolve);
        }),
      close: (code, reason) => socket.close(code, reason),
      onMessage(handle) {
        socket.on('message', (data) => {
          const handled = handle(String(data))
            .catch(onFault)
            .finally(() => running.delete(handled));
          running.add(handled);
        });
      },
    },
    gateway,
  );
  socket.on('error', (cause) => log.warn({ requestId, cause }, 'A socket of a gateway failed'));
  socket.once('close', (code, reason) => {
    closed(code, reason.toString()).catch(onFault);
  });
  return gateway;
}

/** A ping every `pingMs`; a gateway that has not answered one before the next is cut off. */
function keepAlive(socket: WebSocket, pingMs: number): void {
  let isAnswered = true;
  socket.on('pong', () => {
    isAnswered = true;
  });
  const timer = setInterval(() => {
    if (!isAnswered) socket.terminate();
    isAnswered = false;
    socket.ping(() => undefined);
  }, pingMs);
  socket.once('close', () => clearInterval(timer));
}

function close(socket: WebSocket, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => socket.terminate(), graceMs);
    socket.once('close', () => {
      clearTimeout(cut);
      resolve();
    });
    socket.close(goingAway, 'The subgraph is stopping');
  });
}
