import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ClientError, errorCodes } from '../../lib/errors.ts';
import { type Connection, openConnection } from './webSocketConnection.ts';
import { type ProtocolPorts, webSocketProtocol } from './webSocketProtocol.ts';

/** What the WebSocket side of /graphql needs. */
export interface WebSocketPorts extends ProtocolPorts {
  readonly messageBytes: number;
  readonly pingMs: number;
}

/** The WebSocket side of /graphql. */
export interface WebSocketDoor {
  /** Takes over a socket whose origin and address have been checked. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, requestId: string): void;
  /** Resolves when the operations that run now have sent their last message. */
  settled(): Promise<void>;
  /** Closes every socket with 1001; those that do not answer within `graceMs` are cut. Resolves when all are gone. */
  close(graceMs: number): Promise<void>;
}

/** Answers an upgrade with an error in plain HTTP, as GraphQL clients read it. */
export function refuseUpgrade(socket: Duplex, error: ClientError): void {
  const { status } = errorCodes[error.code];
  const body = JSON.stringify({
    errors: [{ message: error.message, extensions: { ...error.details, code: error.code } }],
  });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.on('error', () => undefined); // the peer may have left already
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** Opens the door; it serves nothing until a socket is handed to `upgrade`. */
export function webSocketDoor(ports: WebSocketPorts): WebSocketDoor {
  const protocol = webSocketProtocol(ports);
  const open = new Map<WebSocket, Connection>();
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols,
    maxPayload: ports.messageBytes,
    perMessageDeflate: false, // its memory per socket is a way to exhaust a server
    clientTracking: false,
  });
  const opened = (socket: WebSocket, request: IncomingMessage, requestId: string): void => {
    socket.once('close', () => open.delete(socket));
    const connection = openConnection(protocol, socket, {
      request,
      requestId,
      pingMs: ports.pingMs,
      maxRunning: ports.maxRunning,
      onFault: (cause) => ports.log.error({ requestId, cause }, 'Handling a WebSocket message failed'),
    });
    open.set(socket, connection);
  };
  return {
    upgrade(request, socket, head, requestId) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => opened(webSocket, request, requestId));
    },
    async settled() {
      await Promise.all([...open.values()].flatMap(({ running }) => [...running.values()]));
    },
    async close(graceMs) {
      const gone = [...open.keys()].map((socket) => {
        const cut = setTimeout(() => socket.terminate(), graceMs);
        return new Promise<void>((resolve) => {
          socket.once('close', () => {
            clearTimeout(cut);
            resolve();
          });
          socket.close(1001, 'The server is stopping');
        });
      });
      await Promise.all(gone);
      sockets.close();
    },
  };
}
