import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { fakeAccounts } from '../kit/fakeAccounts.ts';
import { rawFrames } from '../kit/rawFrames.ts';
import { type RawSocket, rawSocket, wsClient } from '../kit/wsClient.ts';
import { beside } from './beside.ts';
import { testServer } from './testServer.ts';

const query = 'subscription { ticks { n } }';
const subscribe = (socket: RawSocket, id: string): void => socket.send({ type: 'subscribe', id, payload: { query } });

describe('sockets from one address', () => {
  it('are refused at the handshake with 429 when there are too many, and let in again when one has left', async () => {
    await using server = await testServer({ settings: { SOCKETS_PER_ADDRESS: '3' } });
    await beside(server, {}, async ({ socket }) => {
      await using third = await rawSocket(server.url);
      await expect(rawSocket(server.url)).rejects.toThrow('429');
      const response = await fetch(`${server.url}/graphql?query={greet}`, {
        headers: { 'apollo-require-preflight': '1' },
      });
      expect(response.status).toBe(200); // what is not a socket is not counted
      third.socket.close();
      await third.closed();
      await using fourth = await rawSocket(server.url);
      fourth.send({ type: 'ping' });
      expect(await fourth.next()).toEqual({ type: 'pong' });
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      return 'goes on';
    });
  });

  it('are refused with an error that says which limit', async () => {
    await using server = await testServer({ settings: { SOCKETS_PER_ADDRESS: '1' } });
    await using _first = await rawSocket(server.url);
    const socket = connect(server.port, '127.0.0.1');
    const lines = ['GET /graphql HTTP/1.1', 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket'];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const text: string = await new Promise((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.destroy();
    expect(text).toContain('HTTP/1.1 429 Too Many Requests');
    expect(JSON.parse(text.slice(text.indexOf('\r\n\r\n')))).toEqual({
      errors: [
        {
          message: 'One address may have 1 sockets open; close one first.',
          extensions: { code: 'LIMIT_REACHED', limit: 1 },
        },
      ],
    });
  });

  it('are counted only when they are sockets: a handshake that is wrong takes no place', async () => {
    await using server = await testServer({ settings: { SOCKETS_PER_ADDRESS: '1' } });
    for (let round = 0; round < 3; round += 1) {
      await expect(rawSocket(server.url, { protocols: ['other'] })).rejects.toThrow();
    }
    await using client = await wsClient(server.url);
    expect((await client.subscribe({ query: '{ greet }' }).next()).data).toEqual({ greet: 'Hello, world' });
  });
});

describe('sockets of one viewer', () => {
  it('are closed with 4429 when there are too many, and let in again when one has left; others are not counted', async () => {
    const accounts = fakeAccounts();
    const tokenOf = (subject: string) => `Bearer ${accounts.token(subject)}`;
    await using server = await testServer({ viewers: accounts.viewers, settings: { SOCKETS_PER_VIEWER: '2' } });
    await beside(server, { init: { authorization: tokenOf('ada') } }, async ({ socket }) => {
      const second = await wsClient(server.url, { token: accounts.token('ada') });
      await using third = await rawSocket(server.url);
      third.send({ type: 'connection_init', payload: { authorization: tokenOf('ada') } });
      expect(await third.closed()).toEqual({ code: 4429, reason: 'Too many sockets: one viewer may have 2' });
      for (let count = 0; count < 3; count += 1) {
        await using _eva = count < 2 ? await wsClient(server.url, { token: accounts.token('eva') }) : null;
        await using _nobody = await wsClient(server.url);
      }
      await second.close();
      await using _again = await wsClient(server.url, { token: accounts.token('ada') });
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      return 'goes on';
    });
  });
});

describe('messages on one socket', () => {
  it('end it with 4429 when they come too fast for too long, and nobody else’s', async () => {
    await using server = await testServer({ settings: { MESSAGES_PER_SECOND: '1', MESSAGE_BURST: '20' } });
    await beside(server, {}, async ({ socket }) => {
      // Two have been sent already.
      for (let count = 0; count < 30; count += 1) socket.send({ type: 'ping', payload: { count } });
      for (let count = 0; count < 18; count += 1) expect((await socket.next()).payload).toEqual({ count });
      expect(await socket.closed()).toEqual({ code: 4429, reason: 'Too many messages' });
      return 'is over';
    });
  });

  it.each([
    ['pings', 9],
    ['pongs', 10],
  ])('are counted also when they are %s of WebSocket', async (_what, opcode) => {
    await using server = await testServer({ settings: { MESSAGES_PER_SECOND: '1', MESSAGE_BURST: '20' } });
    await beside(server, { init: null }, async () => {
      await using client = await rawFrames(server.port);
      for (let count = 0; count < 30; count += 1) client.send('', { opcode });
      expect(await client.closeCode()).toBe(4429);
      return 'is over';
    });
  });

  it('end it with 1009 when one is larger than a body may be', async () => {
    await using server = await testServer({ settings: { MAX_BODY_BYTES: '20000' } });
    await beside(server, {}, async ({ socket }) => {
      socket.send({ type: 'ping', payload: { text: 'x'.repeat(20_000) } });
      expect((await socket.closed()).code).toBe(1009);
      return 'is over';
    });
  });
});

describe('a socket without operations', () => {
  const settings = { SOCKET_IDLE_MS: '150' };

  it('is closed with 1000 when it has had none for too long', async () => {
    await using server = await testServer({ settings });
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'connection_init' });
      await socket.next();
      socket.send({ type: 'ping' }); // which is not an operation
      await socket.next();
      expect(await socket.closed()).toEqual({ code: 1000, reason: 'Idle' });
      return 'is over';
    });
  });

  it('is closed that long after its last operation, however that ended, and not while there is one', async () => {
    await using server = await testServer({ settings });
    await using socket = await rawSocket(server.url);
    await using other = await rawSocket(server.url);
    for (const one of [socket, other]) {
      one.send({ type: 'connection_init' });
      expect(await one.next()).toEqual({ type: 'connection_ack' });
    }
    subscribe(socket, '1');
    const source = await server.fake.opened.next();
    expect(await other.closed()).toEqual({ code: 1000, reason: 'Idle' }); // it has been that long
    source.emit({ cursor: 'c', n: 1 });
    expect(await socket.next()).toMatchObject({ id: '1', type: 'next' });
    socket.send({ type: 'subscribe', id: 'refused', payload: { query: '{' } });
    expect(await socket.next()).toMatchObject({ id: 'refused', type: 'error' });
    socket.send({ type: 'complete', id: '1' });
    expect(await socket.closed()).toEqual({ code: 1000, reason: 'Idle' });
  });
});
