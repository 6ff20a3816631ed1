import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import WebSocket, { WebSocketServer } from 'ws';
import { deadline } from '../../test/kit/deadline.ts';
import { type Inbox, inbox } from '../../test/kit/inbox.ts';
import { liveRecorder } from '../../test/kit/liveRecorder.ts';
import { type LiveClientOptions, liveClient } from './liveClient.ts';

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: Readonly<Record<string, unknown>>;
}

/** A server that says exactly what the test says. */
interface ScriptedServer extends AsyncDisposable {
  readonly url: string;
  readonly sockets: Inbox<{
    readonly socket: WebSocket;
    readonly messages: Inbox<Message>;
    say(message: unknown): void;
  }>;
}

async function scriptedServer(): Promise<ScriptedServer> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols: () => 'graphql-transport-ws' });
  await once(server, 'listening');
  const sockets: ScriptedServer['sockets'] = inbox('socket');
  server.on('connection', (socket) => {
    const messages = inbox<Message>('message of the client');
    socket.on('message', (data) => messages.put(JSON.parse(data.toString()) as Message));
    socket.on('error', () => undefined);
    sockets.put({
      socket,
      messages,
      say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    });
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    sockets,
    async [Symbol.asyncDispose]() {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const document = 'subscription { changes { cursor } }';
const times = { retryMinMs: 1, retryMaxMs: 10, pingMs: 60_000, pongMs: 60_000 };
const connect = (server: ScriptedServer, options: Partial<LiveClientOptions> = {}) => {
  const client = liveClient({ url: server.url, webSocket: WebSocket, times, ...options });
  return { client, [Symbol.dispose]: () => client.close() };
};
const expiring = (seconds: number): string =>
  `a.${Buffer.from(JSON.stringify({ exp: Date.now() / 1_000 + seconds })).toString('base64url')}.b`;

/** Lets the client in, up to its first subscription. */
async function admitted(server: ScriptedServer) {
  const one = await server.sockets.next();
  const init = await one.messages.next();
  one.say({ type: 'connection_ack' });
  const subscribe = await one.messages.next();
  return { ...one, init, subscribe };
}

describe('a socket of the live client', () => {
  it('renews its token on the open socket where the server takes that', async () => {
    await using server = await scriptedServer();
    const tokens = [expiring(0.2), expiring(3_600)];
    const [first = '', second = ''] = tokens;
    using connected = connect(server, { token: () => tokens.shift() ?? null });
    const seen = liveRecorder();
    connected.client.subscribe(document, {}, seen.handlers);
    const one = await admitted(server);
    expect(one.init).toEqual({ type: 'connection_init', payload: { authorization: `Bearer ${first}` } });
    expect(await one.messages.next()).toEqual({ type: 'ping', payload: { authorization: `Bearer ${second}` } });
    one.say({ type: 'pong', payload: { authorization: { expiresAt: '2100-01-01T00:00:00.000Z' } } });
    one.say({ type: 'next', id: one.subscribe.id, payload: { data: { changes: { cursor: 'a' } } } });
    await deadline(() => seen.data.length === 1);
    expect([server.sockets.size, seen.states.size]).toEqual([0, 1]);
  });

  it.each([
    ['does not know renewal', 'Bearer x'],
    ['refuses the fresh token', { error: { message: 'No.', code: 'UNAUTHENTICATED' } }],
  ])('takes another socket where the server %s', async (_, authorization) => {
    await using server = await scriptedServer();
    const tokens = [expiring(0.2), expiring(3_600)];
    const [, second = ''] = tokens;
    using connected = connect(server, { token: () => tokens.shift() ?? null });
    const seen = liveRecorder();
    connected.client.subscribe(document, {}, seen.handlers);
    const one = await admitted(server);
    expect((await one.messages.next()).type).toBe('ping');
    one.say({ type: 'pong', payload: { authorization } });
    const other = await admitted(server);
    expect(other.init.payload).toEqual({ authorization: `Bearer ${second}` });
    expect(await seen.state('reconnecting')).toMatchObject({ code: 'TOKEN_RENEWED', retryInMs: 0 });
  });

  it('answers pings with what they carry, and pings by itself', async () => {
    await using server = await scriptedServer();
    using connected = connect(server, { times: { ...times, pingMs: 20 } });
    connected.client.subscribe(document, {}, liveRecorder().handlers);
    const one = await admitted(server);
    one.say({ type: 'ping', payload: { a: 1 } });
    const types = new Set<string>();
    while (types.size < 2) {
      const message = await one.messages.next();
      types.add(message.type);
      if (message.type === 'pong') expect(message.payload).toEqual({ a: 1 });
      if (message.type === 'ping') one.say({ type: 'pong' });
    }
    expect([...types].sort()).toEqual(['ping', 'pong']);
  });

  it('comes back when the server does not let it in within the time', async () => {
    await using server = await scriptedServer();
    using connected = connect(server, { times: { ...times, connectMs: 50 } });
    const seen = liveRecorder();
    connected.client.subscribe(document, {}, seen.handlers);
    await server.sockets.next();
    expect(await seen.state('reconnecting')).toMatchObject({ code: 'SILENT' });
    await admitted(server);
    await seen.state('live');
  });

  it.each([4400, 4406, 4409])('ends its subscriptions when the server closes it with %i', async (code) => {
    await using server = await scriptedServer();
    using connected = connect(server);
    const seen = liveRecorder();
    connected.client.subscribe(document, {}, seen.handlers);
    const one = await admitted(server);
    one.socket.close(code, 'Not like this');
    expect(await seen.state('ended')).toMatchObject({ code: 'PROTOCOL_ERROR', message: 'Not like this' });
  });

  it.each([1000, 1001, 1011, 4408, 4429, 4500])('comes back when the server closes it with %i', async (code) => {
    await using server = await scriptedServer();
    using connected = connect(server);
    const seen = liveRecorder();
    connected.client.subscribe(document, {}, seen.handlers);
    (await admitted(server)).socket.close(code, 'Later');
    expect(await seen.state('reconnecting')).toMatchObject({ code: 'CONNECTION_LOST', message: 'Later' });
    await admitted(server);
  });

  it('ends when what comes is not the protocol', async () => {
    await using server = await scriptedServer();
    using connected = connect(server);
    const seen = liveRecorder();
    connected.client.subscribe(document, {}, seen.handlers);
    (await admitted(server)).say('<html>');
    expect(await seen.state('ended')).toMatchObject({ code: 'PROTOCOL_ERROR' });
  });
});
