import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type Inbox, inbox } from './inbox.ts';
import type { CloseFrame, ProtocolMessage } from './wsClient.ts';

/** One connection of a client to a server that says only what a test lets it say. */
export interface ScriptedSocket {
  readonly socket: WebSocket;
  readonly headers: IncomingHttpHeaders;
  /** The next message of the client. */
  next(withinMs?: number): Promise<ProtocolMessage>;
  /** Messages that came and were not asked for. */
  unread(): number;
  /** Text and bytes go as they are; anything else as JSON. */
  send(message: unknown): void;
  /** How the client closed it. */
  readonly closed: Inbox<CloseFrame>;
}

/** A graphql-transport-ws server that does nothing by itself. */
export interface ScriptedSockets extends AsyncDisposable {
  readonly url: string;
  readonly sockets: Inbox<ScriptedSocket>;
  /** The next connection, acknowledged, with the message that it began with. */
  acknowledged(): Promise<ScriptedSocket & { readonly init: ProtocolMessage }>;
}

/** Starts one on a port of its own. */
export async function scriptedSockets(): Promise<ScriptedSockets> {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    handleProtocols: (protocols) => (protocols.has('graphql-transport-ws') ? 'graphql-transport-ws' : false),
  });
  await once(server, 'listening');
  const sockets = inbox<ScriptedSocket>('connection');
  server.on('connection', (socket, { headers }) => {
    const messages = inbox<ProtocolMessage>('message of the client');
    const closed = inbox<CloseFrame>('end of the socket');
    socket
      .on('error', () => undefined)
      .on('message', (data) => messages.put(JSON.parse(String(data)) as ProtocolMessage))
      .on('close', (code, reason) => closed.put({ code, reason: reason.toString() }));
    sockets.put({
      socket,
      headers,
      next: (withinMs) => messages.next(withinMs),
      unread: () => messages.size,
      send(message) {
        socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
      },
      closed,
    });
  });
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    sockets,
    async acknowledged() {
      const socket = await sockets.next();
      const init = await socket.next();
      socket.send({ type: 'connection_ack' });
      return { ...socket, init };
    },
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
