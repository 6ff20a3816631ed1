import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RawSocket } from '../kit/wsClient.ts';
import { beside } from './beside.ts';
import { type TestServer, testServer } from './testServer.ts';

const ticks = 'subscription($after: String) { ticks(after: $after) { n cursor } }';
const tick = (n: number) => ({ cursor: `c${n}`, n });

describe('an operation on a socket, beside others', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await testServer({ settings: { SUBSCRIPTIONS_PER_SOCKET: '4', REQUEST_TIMEOUT_MS: '400' } });
  });
  afterEach(async () => await server[Symbol.asyncDispose]());

  const subscribe = (socket: RawSocket, id: string, query: string, more: object = {}): void =>
    socket.send({ type: 'subscribe', id, payload: { query, ...more } });
  const complete = (socket: RawSocket, id: string): void => socket.send({ type: 'complete', id });

  const refused: readonly (readonly [what: string, payload: object, code: string])[] = [
    ['a syntax error', { query: 'subscription {' }, 'GRAPHQL_PARSE_FAILED'],
    ['an empty document', { query: '' }, 'GRAPHQL_PARSE_FAILED'],
    ['a document of spaces', { query: ' \n ' }, 'GRAPHQL_PARSE_FAILED'],
    ['a document that is something else', { query: '<html>' }, 'GRAPHQL_PARSE_FAILED'],
    ['a document that breaks off in a text', { query: '{ greet(name: "' }, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', { query: 'subscription { nothing }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['a field without the selection it needs', { query: 'subscription { ticks }' }, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'two root fields of a subscription',
      { query: 'subscription { ticks { n } broken { n } }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a fragment that nobody uses', { query: '{ greet } fragment F on Tick { n }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['only a fragment', { query: 'fragment F on Tick { n }' }, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown operation name', { query: 'query A { greet }', operationName: 'B' }, 'OPERATION_NOT_FOUND'],
    ['several operations and no name', { query: 'query A { greet } query B { greet }' }, 'OPERATION_NOT_FOUND'],
    ['a variable of another type', { query: ticks, variables: { after: 7 } }, 'BAD_USER_INPUT'],
    ['a variable that is missing', { query: 'mutation($s: String!) { submit(script: $s) }' }, 'BAD_USER_INPUT'],
  ];
  it.each(refused)('that has %s ends with an error, and its id is free again', async (_what, payload, code) => {
    await beside(server, {}, async ({ socket }) => {
      socket.send({ type: 'subscribe', id: 'bad', payload });
      expect(await socket.next()).toMatchObject({ id: 'bad', type: 'error', payload: [{ extensions: { code } }] });
      subscribe(socket, 'bad', '{ greet }');
      expect(await socket.next()).toMatchObject({ id: 'bad', type: 'next' });
      expect(await socket.next()).toEqual({ id: 'bad', type: 'complete' });
      return 'goes on';
    });
  });

  const answered: readonly (readonly [what: string, payload: object, result: object])[] = [
    ['a query', { query: '{ greet }' }, { data: { greet: 'Hello, world' } }],
    ['a mutation', { query: 'mutation { submit(script: "abc") }' }, { data: { submit: 3 } }],
    [
      'one operation of several',
      { query: 'query A { greet } query B { viewer }', operationName: 'B' },
      { data: { viewer: 'anonymous' } },
    ],
    [
      'a query whose other members are null',
      { query: '{ greet }', variables: null, operationName: null, extensions: null },
      { data: { greet: 'Hello, world' } },
    ],
    ['a query with extensions', { query: '{ greet }', extensions: { a: 1 } }, { data: { greet: 'Hello, world' } }],
    ['a query with letters of many bytes', { query: '{ greet(name: "é日😀") }' }, { data: { greet: 'Hello, é日😀' } }],
    [
      'a question about the schema',
      { query: '{ __schema { queryType { name } } }' },
      { data: { __schema: { queryType: { name: 'Query' } } } },
    ],
    [
      'a query with a refusal in it',
      { query: '{ greet refuses }' },
      {
        data: { greet: 'Hello, world', refuses: null },
        errors: [{ extensions: { code: 'NOT_FOUND', argument: 'id' } }],
      },
    ],
  ];
  it.each(answered)('is %s: one next, then complete', async (_what, payload, result) => {
    await beside(server, {}, async ({ socket }) => {
      socket.send({ type: 'subscribe', id: '1', payload });
      expect(await socket.next()).toMatchObject({ id: '1', type: 'next', payload: result });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      return 'goes on';
    });
  });

  it('masks what fails in it', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', '{ fails }');
      const { payload } = await socket.next();
      expect(payload).toMatchObject({ data: { fails: null }, errors: [{ extensions: { code: 'INTERNAL' } }] });
      expect(JSON.stringify(payload)).not.toContain('canary-4711');
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      return 'goes on';
    });
  });

  it('has a request id of its own, made from that of its socket', async () => {
    await beside(server, { headers: { 'x-request-id': 'socket-1' } }, async ({ socket }) => {
      for (const count of [2, 3]) {
        subscribe(socket, '1', '{ fails requestId }');
        const requestId = `socket-1.${count}`; // the first one is the subscription beside it
        const payload = { data: { requestId }, errors: [{ extensions: { code: 'INTERNAL', requestId } }] };
        expect(await socket.next()).toMatchObject({ payload });
        expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      }
      return 'goes on';
    });
  });

  it('gets each event, then complete when its source ends', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', ticks);
      const source = await server.fake.opened.next();
      source.emit(tick(1));
      source.emit(tick(2));
      source.end();
      for (const n of [1, 2]) expect(await socket.next()).toMatchObject({ payload: { data: { ticks: tick(n) } } });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      return 'goes on';
    });
  });

  it('says so when its source cannot be opened, or fails, and is complete', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', 'subscription { broken { n } }');
      const away = { errors: [{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }] };
      expect(await socket.next()).toMatchObject({ id: '1', type: 'next', payload: away });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      subscribe(socket, '1', ticks);
      (await server.fake.opened.next()).end(new Error('canary-4711'));
      const { payload } = await socket.next();
      expect(payload).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL', requestId: expect.any(String) } }] });
      expect(JSON.stringify(payload)).not.toContain('canary-4711');
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      return 'goes on';
    });
  });

  it('says so when subscribing itself fails', async () => {
    await beside(server, {}, async ({ socket }) => {
      const spy = vi.spyOn(server.fake.graph, 'subscribe').mockImplementationOnce(() => {
        throw new Error('canary-4711');
      });
      subscribe(socket, '1', ticks);
      const { payload } = await socket.next();
      expect(payload).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
      expect(JSON.stringify(payload)).not.toContain('canary-4711');
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      spy.mockRestore();
      return 'goes on';
    });
  });

  it('ends its socket with 4500 and no detail when preparing it fails; the cause is in the log', async () => {
    await beside(server, {}, async ({ socket }) => {
      const cause = new Error('canary-4711');
      const spy = vi.spyOn(server.fake.graph, 'prepare').mockImplementationOnce(() => {
        throw cause;
      });
      subscribe(socket, '1', ticks);
      expect(await socket.closed()).toEqual({ code: 4500, reason: 'Internal server error' });
      expect(server.faults).toMatchObject([{ fields: { cause } }]);
      spy.mockRestore();
      return 'is over';
    });
  });

  it('that the client completes closes its source at once and gets nothing more', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', ticks);
      const source = await server.fake.opened.next();
      complete(socket, '1');
      complete(socket, '1');
      expect(await server.fake.closed.next()).toBe(source.context);
      source.emit(tick(1));
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      return 'goes on';
    });
  });

  it('that the client completes while it is being opened gets nothing, and leaves nothing open', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', 'subscription { late { n } }');
      const context = await server.fake.waiting.next();
      complete(socket, '1');
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      server.fake.release();
      await server.fake.opened.next();
      expect(await server.fake.closed.next()).toBe(context);
      return 'goes on';
    });
  });

  it('leaves nothing open when the client leaves while it is being opened', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', 'subscription { late { n } }');
      const context = await server.fake.waiting.next();
      socket.terminate();
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve));
      server.fake.release();
      await server.fake.opened.next();
      expect(await server.fake.closed.next()).toBe(context);
      return 'is over';
    });
  });

  it('that is a query is given up when the client completes it, and is never answered', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', '{ slow }');
      const { signal } = await server.fake.waiting.next();
      complete(socket, '1');
      subscribe(socket, '1', '{ greet }');
      expect(await socket.next()).toMatchObject({ id: '1', payload: { data: { greet: 'Hello, world' } } });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      expect(signal.aborted).toBe(true);
      return 'goes on';
    });
  });

  it('that is a query has a deadline', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', '{ stuck }');
      expect(await socket.next()).toMatchObject({
        payload: { errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }] },
      });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      return 'goes on';
    });
  });

  it('that is deferred comes in parts', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', '{ deferred { now ... @defer { later } } }');
      expect(await socket.next()).toMatchObject({ payload: { data: { deferred: { now: 'here' } }, hasNext: true } });
      const parts = await server.fake.deferring.next();
      expect(parts.context.inParts).toBe(true);
      parts.send({ path: ['deferred'], data: '{"later":"there"}' });
      expect(await socket.next()).toMatchObject({ payload: { incremental: [{ data: { later: 'there' } }] } });
      parts.end();
      expect(await socket.next()).toEqual({ id: '1', type: 'next', payload: { hasNext: false } });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      return 'goes on';
    });
  });

  it('that is deferred says so when the rest comes too late', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', '{ deferred { now ... @defer { later } } }');
      expect(await socket.next()).toMatchObject({ payload: { hasNext: true } });
      const { context } = await server.fake.deferring.next();
      expect(await socket.next()).toMatchObject({
        payload: { errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }] },
      });
      expect(await socket.next()).toEqual({ id: '1', type: 'complete' });
      expect(await server.fake.closed.next()).toBe(context);
      return 'goes on';
    });
  });

  const ids = [
    '__proto__',
    'constructor',
    '\u0000',
    '日本',
    '"',
    '\\',
    '\ud800',
    '\u2028',
    'x'.repeat(256),
    'é'.repeat(128),
  ];
  it.each(ids)('may have any id of at most 256 bytes: %j', async (id) => {
    await beside(server, {}, async ({ socket }) => {
      for (let round = 0; round < 2; round += 1) {
        subscribe(socket, id, '{ greet }');
        expect(await socket.next()).toEqual({ id, type: 'next', payload: { data: { greet: 'Hello, world' } } });
        expect(await socket.next()).toEqual({ id, type: 'complete' });
      }
      return 'goes on';
    });
  });

  it('may have an id again that was just completed, also many times in the same breath', async () => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, 'same', ticks);
      const first = await server.fake.opened.next();
      for (let round = 0; round < 20; round += 1) {
        complete(socket, 'same');
        subscribe(socket, 'same', ticks);
      }
      expect(await server.fake.closed.next()).toBe(first.context);
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      const opened = [await server.fake.opened.next()];
      while (server.fake.opened.size > 0) opened.push(await server.fake.opened.next());
      for (let closed = 1; closed < opened.length; closed += 1) await server.fake.closed.next();
      for (const source of opened) source.emit(tick(9));
      expect(await socket.next()).toEqual({ id: 'same', type: 'next', payload: { data: { ticks: tick(9) } } });
      complete(socket, 'same');
      expect(await server.fake.closed.next()).toBe(opened.at(-1)?.context);
      expect(server.running.operationCount).toBe(2); // those beside it
      return 'goes on';
    });
  });

  it.each([
    ['a subscription', 'subscription { ticks { n } }'],
    ['a query that is being answered', '{ slow }'],
  ])('whose id is that of %s ends the socket with 4409, and every source on it closes', async (_what, query) => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, 'same', query);
      subscribe(socket, 'same', '{ greet }');
      expect(await socket.closed()).toEqual({ code: 4409, reason: 'Subscriber for same already exists' });
      return 'is over';
    });
  });

  it('whose long id is in use is told as much of it as a close frame can carry', async () => {
    await beside(server, {}, async ({ socket }) => {
      const id = 'é'.repeat(128);
      subscribe(socket, id, ticks);
      subscribe(socket, id, ticks);
      const { code, reason } = await socket.closed();
      expect([code, Buffer.byteLength(reason) <= 123]).toEqual([4409, true]);
      expect(reason).toMatch(/^Subscriber for é+\.\.\.$/);
      return 'is over';
    });
  });

  it('that is one too many is refused, and only that one; there is room again when another one is over', async () => {
    await beside(server, {}, async ({ socket }) => {
      for (const id of ['1', '2', '3']) subscribe(socket, id, ticks);
      for (let opened = 0; opened < 3; opened += 1) await server.fake.opened.next();
      subscribe(socket, '4', '{ greet }');
      const limit = { code: 'LIMIT_REACHED', limit: 4 };
      expect(await socket.next()).toMatchObject({ id: '4', type: 'error', payload: [{ extensions: limit }] });
      complete(socket, '1');
      subscribe(socket, '4', '{ greet }');
      expect(await socket.next()).toMatchObject({ id: '4', type: 'next' });
      expect(await socket.next()).toMatchObject({ id: '4', type: 'complete' });
      for (const id of ['2', '3']) complete(socket, id);
      for (let closed = 0; closed < 3; closed += 1) await server.fake.closed.next();
      return 'goes on';
    });
  });

  const leaving: readonly (readonly [what: string, leave: (socket: RawSocket) => void])[] = [
    ['with the code 1000', ({ socket }) => socket.close(1000, 'bye')],
    ['with the code 1001', ({ socket }) => socket.close(1001)],
    ['with a code of its own', ({ socket }) => socket.close(4999, 'x'.repeat(123))],
    ['with no code', ({ socket }) => socket.close()],
    ['without a word', (socket) => socket.terminate()],
  ];
  it.each(leaving)('is over when the client leaves %s', async (_what, leave) => {
    await beside(server, {}, async ({ socket }) => {
      subscribe(socket, '1', ticks);
      const source = await server.fake.opened.next();
      subscribe(socket, '2', '{ slow }');
      const { signal } = await server.fake.waiting.next();
      leave(socket);
      expect(await server.fake.closed.next()).toBe(source.context);
      await vi.waitUntil(() => signal.aborted);
      expect(server.running.operationCount).toBe(1); // that of the other socket
      return 'is over';
    });
  });
});
