import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type RawSocket, rawSocket, wsClient } from '../kit/wsClient.ts';
import { type TestServer, testServer, testViewers } from './testServer.ts';

const ticks = 'subscription($after: String) { ticks(after: $after) { n cursor } }';
const tick = (n: number) => ({ cursor: `c${n}`, n });

describe('graphql-transport-ws', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await testServer({
      settings: { MAX_BODY_BYTES: '20000', SUBSCRIPTIONS_PER_SOCKET: '3' },
    });
  });
  afterEach(async () => await server[Symbol.asyncDispose]());

  /** A socket that has been let in. */
  async function joined(payload?: Record<string, unknown>, headers: Record<string, string> = {}): Promise<RawSocket> {
    const socket = await rawSocket(server.url, { headers });
    socket.send({ type: 'connection_init', ...(payload === undefined ? {} : { payload }) });
    expect(await socket.next()).toEqual({ type: 'connection_ack' });
    return socket;
  }
  const subscribe = (socket: RawSocket, id: string, query = ticks, variables?: Record<string, unknown>): void =>
    socket.send({ type: 'subscribe', id, payload: { query, ...(variables === undefined ? {} : { variables }) } });

  describe('the handshake', () => {
    it.each([
      ['no subprotocol', []],
      ['an unknown subprotocol', ['other']],
      ['the retired subprotocol', ['graphql-ws']],
    ])('ends with 4406 when the client offers %s', async (_what, protocols) => {
      // A client that offered something must fail by itself when nothing of it was taken.
      const opened = rawSocket(server.url, { protocols });
      if (protocols.length > 0) await expect(opened).rejects.toThrow('Server sent no subprotocol');
      else expect(await (await opened).closed()).toEqual({ code: 4406, reason: 'Subprotocol not acceptable' });
    });

    it('takes graphql-transport-ws among others', async () => {
      await using socket = await rawSocket(server.url, { protocols: ['other', 'graphql-transport-ws'] });
      expect(socket.socket.protocol).toBe('graphql-transport-ws');
    });

    it('takes no compression, and no other path', async () => {
      await using socket = await rawSocket(server.url);
      expect(socket.socket.extensions).toBe('');
      const response = await fetch(`${server.url}/other`, {
        headers: { upgrade: 'websocket', connection: 'upgrade' },
      }).catch(() => null);
      expect(response?.status ?? 404).toBe(404);
    });

    it.each([
      ['nothing', []],
      ['only a ping', [{ type: 'ping' }]],
      ['only a complete', [{ type: 'complete', id: '1' }]],
    ])('ends with 4408 when the client says %s in time', async (_what, messages) => {
      await using local = await testServer({ times: { initMs: 50 } });
      await using socket = await rawSocket(local.url);
      for (const message of messages) socket.send(message);
      expect(await socket.closed()).toEqual({ code: 4408, reason: 'Connection initialisation timeout' });
    });

    it('ends with 4429 at a second connection_init', async () => {
      await using socket = await joined();
      socket.send({ type: 'connection_init' });
      expect(await socket.closed()).toEqual({ code: 4429, reason: 'Too many initialisation requests' });
    });

    it('ends with 4401 when the client subscribes before it was let in', async () => {
      await using socket = await rawSocket(server.url);
      subscribe(socket, '1');
      expect(await socket.closed()).toEqual({ code: 4401, reason: 'Unauthorized' });
      await using local = await testServer({
        viewers: { ...testViewers(), identify: () => new Promise(() => undefined) }, // takes its time
      });
      await using hasty = await rawSocket(local.url);
      hasty.send({ type: 'connection_init', payload: { authorization: 'Bearer ada' } });
      subscribe(hasty, '1');
      expect(await hasty.closed()).toEqual({ code: 4401, reason: 'Unauthorized' });
    });

    it('ends with 4403 and the reason for a token that is no good', async () => {
      for (const payload of [{ authorization: 'Bearer forged' }, { Authorization: 'Bearer forged' }]) {
        await using socket = await rawSocket(server.url);
        socket.send({ type: 'connection_init', payload });
        expect(await socket.closed()).toEqual({ code: 4403, reason: 'The signature of the token is not right.' });
      }
      await using odd = await rawSocket(server.url);
      odd.send({ type: 'connection_init', payload: { authorization: 7 } });
      expect((await odd.closed()).code).toBe(4403);
    });

    it('knows the viewer from connection_init, else from the header, else nobody', async () => {
      const viewerOn = async (socket: RawSocket): Promise<unknown> => {
        subscribe(socket, '1', '{ viewer }');
        const { payload } = await socket.next();
        await socket[Symbol.asyncDispose]();
        return payload;
      };
      expect(await viewerOn(await joined({ authorization: 'Bearer ada' }))).toEqual({ data: { viewer: 'user_ada' } });
      expect(await viewerOn(await joined({}, { authorization: 'Bearer ada' }))).toEqual({
        data: { viewer: 'user_ada' },
      });
      expect(await viewerOn(await joined())).toEqual({ data: { viewer: 'anonymous' } });
    });
  });

  describe('a message that is not of the protocol', () => {
    const payload = { query: ticks };
    it.each([
      ['no JSON', 'x'],
      ['empty text', ''],
      ['null', 'null'],
      ['a list', '[]'],
      ['a number', '7'],
      ['text', '"ping"'],
      ['no type', '{}'],
      ['a type that is a number', '{"type":7}'],
      ['an unknown type', '{"type":"other"}'],
      ['the retired type', '{"type":"start","id":"1","payload":{}}'],
      ['a ping payload that is a list', '{"type":"ping","payload":[]}'],
      ['a subscribe without id', { type: 'subscribe', payload }],
      ['an empty id', { type: 'subscribe', id: '', payload }],
      ['a numeric id', { type: 'subscribe', id: 1, payload }],
      ['a subscribe without payload', { type: 'subscribe', id: '1' }],
      ['a subscribe whose payload is text', { type: 'subscribe', id: '1', payload: 'x' }],
      ['a query that is a number', { type: 'subscribe', id: '1', payload: { query: 1 } }],
      ['variables that are a list', { type: 'subscribe', id: '1', payload: { query: ticks, variables: [] } }],
      ['variables that are text', { type: 'subscribe', id: '1', payload: { query: ticks, variables: '{}' } }],
      ['a numeric operation name', { type: 'subscribe', id: '1', payload: { query: ticks, operationName: 1 } }],
      ['extensions that are text', { type: 'subscribe', id: '1', payload: { query: ticks, extensions: 'x' } }],
      ['a complete without id', { type: 'complete' }],
      ['a connection_ack', { type: 'connection_ack' }],
      ['a next', { type: 'next', id: '1', payload: { data: null } }],
      ['an error', { type: 'error', id: '1', payload: [{ message: 'x' }] }],
    ])('ends the socket with 4400: %s', async (_what, message) => {
      await using socket = await joined();
      socket.send(message);
      expect((await socket.closed()).code).toBe(4400);
    });

    it('ends the socket with 4400: bytes', async () => {
      await using socket = await joined();
      socket.socket.send(Buffer.from([0, 1, 2, 255]));
      expect((await socket.closed()).code).toBe(4400);
    });

    it('ends the socket with 4400: a payload of connection_init that is no object', async () => {
      for (const wrong of ['x', [], 7]) {
        await using socket = await rawSocket(server.url);
        socket.send({ type: 'connection_init', payload: wrong });
        expect((await socket.closed()).code).toBe(4400);
      }
    });

    it('ends the socket with 1009 when it is larger than a body may be', async () => {
      await using socket = await joined();
      subscribe(socket, '1', `{ greet } #${'x'.repeat(20_000)}`);
      expect((await socket.closed()).code).toBe(1009);
      expect(server.running.operationCount).toBe(0);
    });
  });

  describe('an operation', () => {
    it('gets each event as next, then complete when its source ends', async () => {
      await using socket = await joined();
      subscribe(socket, 'one');
      const source = await server.fake.opened.next();
      source.emit(tick(1));
      source.emit(tick(2));
      source.end();
      expect(await socket.next()).toEqual({ id: 'one', type: 'next', payload: { data: { ticks: tick(1) } } });
      expect(await socket.next()).toEqual({ id: 'one', type: 'next', payload: { data: { ticks: tick(2) } } });
      expect(await socket.next()).toEqual({ id: 'one', type: 'complete' });
      await server.fake.closed.next();
    });

    it('may be a query or a mutation: one next, then complete', async () => {
      await using socket = await joined();
      subscribe(socket, '1', '{ greet }');
      expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { data: { greet: 'Hello, world' } } });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      const before = server.fake.touches;
      subscribe(socket, '1', 'mutation { touch }');
      expect(await socket.next()).toMatchObject({ type: 'next', payload: { data: { touch: before + 1 } } });
    });

    it('closes its source at once when the client completes it, and the socket goes on', async () => {
      await using socket = await joined();
      subscribe(socket, 'a');
      const first = await server.fake.opened.next();
      subscribe(socket, 'b');
      const second = await server.fake.opened.next();
      socket.send({ type: 'complete', id: 'a' });
      expect(await server.fake.closed.next()).toBe(first.context);
      first.emit(tick(1));
      second.emit(tick(2));
      expect(await socket.next()).toMatchObject({ id: 'b', type: 'next' });
      expect(socket.unread).toBe(0);
      socket.send({ type: 'complete', id: 'b' });
      await server.fake.closed.next();
    });

    it('closes its source when the client leaves, with a close frame or without', async () => {
      for (const leave of [
        (socket: RawSocket) => socket.terminate(),
        (socket: RawSocket) => socket.socket.close(1000),
      ]) {
        const socket = await joined();
        subscribe(socket, '1');
        const source = await server.fake.opened.next();
        leave(socket);
        expect(await server.fake.closed.next()).toBe(source.context);
      }
      expect(server.running.operationCount).toBe(0);
    });

    it('closes its source also when the client left while it was being opened', async () => {
      const socket = await joined();
      subscribe(socket, '1', 'subscription { late { n } }');
      const context = await server.fake.waiting.next();
      socket.terminate();
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      server.fake.release();
      await server.fake.opened.next();
      expect(await server.fake.closed.next()).toBe(context);
    });

    it.each([
      ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
      ['an empty document', '', 'GRAPHQL_PARSE_FAILED'],
      ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ])('that has %s ends with an error; the socket and what else runs on it go on', async (_what, query, code) => {
      await using socket = await joined();
      subscribe(socket, 'good');
      const source = await server.fake.opened.next();
      subscribe(socket, 'bad', query);
      expect(await socket.next()).toMatchObject({ id: 'bad', type: 'error', payload: [{ extensions: { code } }] });
      source.emit(tick(1));
      expect(await socket.next()).toMatchObject({ id: 'good', type: 'next' });
      subscribe(socket, 'bad', '{ greet }');
      expect(await socket.next()).toMatchObject({ id: 'bad', type: 'next' });
      await socket[Symbol.asyncDispose]();
      await server.fake.closed.next();
    });

    it('that names no operation of its document, or has wrong variables, ends with an error', async () => {
      await using socket = await joined();
      socket.send({ type: 'subscribe', id: '1', payload: { query: 'query A { greet }', operationName: 'B' } });
      expect(await socket.next()).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'OPERATION_NOT_FOUND' } }],
      });
      subscribe(socket, '2', ticks, { after: 7 });
      expect(await socket.next()).toMatchObject({
        type: 'error',
        payload: [{ extensions: { code: 'BAD_USER_INPUT' } }],
      });
    });

    it('whose source cannot be opened says so and is complete', async () => {
      await using socket = await joined();
      subscribe(socket, '1', 'subscription { broken { n } }');
      expect(await socket.next()).toMatchObject({
        type: 'next',
        payload: { errors: [{ message: 'The source is away.', extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] },
      });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    });

    it('whose source fails says so, masked, and is complete; the socket goes on', async () => {
      await using socket = await joined();
      subscribe(socket, '1');
      (await server.fake.opened.next()).end(new Error('canary-4711'));
      const { payload } = await socket.next();
      expect(payload).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL', requestId: expect.any(String) } }] });
      expect(JSON.stringify(payload)).not.toContain('canary-4711');
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      subscribe(socket, '1', '{ greet }');
      expect(await socket.next()).toMatchObject({ type: 'next' });
      await server.fake.closed.next();
    });

    it('masks the errors of fields, with the request id of the operation', async () => {
      await using socket = await joined({}, { 'x-request-id': 'socket-1' });
      subscribe(socket, '1', '{ fails }');
      const { payload } = await socket.next();
      expect(payload).toMatchObject({ data: { fails: null }, errors: [{ extensions: { requestId: 'socket-1.1' } }] });
      expect(JSON.stringify(payload)).not.toContain('canary-4711');
    });

    it('has a deadline when it is a query', async () => {
      await using local = await testServer({ settings: { REQUEST_TIMEOUT_MS: '50' } });
      await using socket = await rawSocket(local.url);
      socket.send({ type: 'connection_init' });
      await socket.next();
      subscribe(socket, '1', '{ slow }');
      expect(await socket.next()).toMatchObject({
        payload: { errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }] },
      });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    });

    it('ends with the token it came with; the client is told', async () => {
      await using local = await testServer();
      await using socket = await rawSocket(local.url);
      socket.send({ type: 'connection_init', payload: { authorization: 'Bearer soon' } });
      await socket.next();
      subscribe(socket, '1');
      expect(await socket.next()).toMatchObject({ payload: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] } });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
    });
  });

  describe('ids', () => {
    it('that are in use end the socket with 4409, and every source on it closes', async () => {
      await using socket = await joined();
      subscribe(socket, 'same');
      await server.fake.opened.next();
      subscribe(socket, 'same');
      expect(await socket.closed()).toEqual({ code: 4409, reason: 'Subscriber for same already exists' });
      await server.fake.closed.next();
    });

    it('may be used again after complete, even in the same breath', async () => {
      await using socket = await joined();
      subscribe(socket, 'same');
      const first = await server.fake.opened.next();
      for (let round = 0; round < 20; round += 1) {
        socket.send({ type: 'complete', id: 'same' });
        subscribe(socket, 'same');
      }
      expect(await server.fake.closed.next()).toBe(first.context);
      let last = first;
      for (let round = 0; round < 20; round += 1) last = await server.fake.opened.next();
      for (let round = 0; round < 19; round += 1) await server.fake.closed.next();
      last.emit(tick(9));
      expect(await socket.next()).toMatchObject({ id: 'same', type: 'next', payload: { data: { ticks: tick(9) } } });
      socket.send({ type: 'complete', id: 'same' });
      expect(await server.fake.closed.next()).toBe(last.context);
      expect(server.running.operationCount).toBe(0);
    });

    it('may be any text, and a complete for an unknown one is ignored', async () => {
      await using socket = await joined();
      for (const id of ['__proto__', 'constructor', '\u0000', '日本', 'x'.repeat(1_000)]) {
        socket.send({ type: 'complete', id });
        subscribe(socket, id, '{ greet }');
        expect(await socket.next()).toMatchObject({ id, type: 'next' });
        expect(await socket.next()).toMatchObject({ id, type: 'complete' });
      }
    });
  });

  describe('signs of life', () => {
    it('a ping is answered with its payload; a pong is taken', async () => {
      await using socket = await joined();
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      socket.send({ type: 'pong', payload: { a: 1 } });
      socket.send({ type: 'ping', payload: { at: 7 } });
      expect(await socket.next()).toEqual({ type: 'pong', payload: { at: 7 } });
    });

    it('a peer that does not answer the server is cut off, and its sources close', async () => {
      await using local = await testServer({ times: { pingMs: 50 } });
      await using client = await wsClient(local.url);
      client.subscribe({ query: ticks });
      const source = await local.fake.opened.next();
      client.raw.socket.pause();
      expect(await local.fake.closed.next()).toBe(source.context);
    });
  });

  describe('limits', () => {
    it('refuse one operation too many on a socket, and only that one', async () => {
      await using socket = await joined();
      for (const id of ['1', '2', '3']) subscribe(socket, id);
      for (let opened = 0; opened < 3; opened += 1) await server.fake.opened.next();
      subscribe(socket, '4');
      expect(await socket.next()).toMatchObject({
        id: '4',
        type: 'error',
        payload: [
          { message: expect.stringContaining('3 operations'), extensions: { code: 'LIMIT_REACHED', limit: 3 } },
        ],
      });
      socket.send({ type: 'complete', id: '1' });
      await server.fake.closed.next();
      subscribe(socket, '4');
      await server.fake.opened.next();
      await socket[Symbol.asyncDispose]();
      for (let closed = 0; closed < 3; closed += 1) await server.fake.closed.next();
    });

    it('keep at most a few events of a reader that does not read', async () => {
      await using local = await testServer();
      await using client = await wsClient(local.url);
      const subscription = client.subscribe({ query: 'subscription { ticks { n text } }' });
      const source = await local.fake.opened.next();
      client.raw.socket.pause();
      const text = 'x'.repeat(1_000_000);
      for (let n = 1; n <= 100; n += 1) source.emit({ ...tick(n), text });
      const other = await wsClient(local.url);
      for (let n = 0; n < 50; n += 1) await other.subscribe({ query: '{ greet }' }).completed();
      const before = process.memoryUsage().external + process.memoryUsage().arrayBuffers;
      expect(before).toBeLessThan(60_000_000);
      client.raw.socket.resume();
      for (let n = 1; n <= 100; n += 1) expect((await subscription.next()).data).toMatchObject({ ticks: { n } });
      await other.close();
    });
  });
});
