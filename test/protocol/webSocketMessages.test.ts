import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { beside } from './beside.ts';
import { type TestServer, testServer } from './testServer.ts';

const query = 'subscription { ticks { n } }';
const subscribe = (more: object): object => ({ type: 'subscribe', id: '1', payload: { query }, ...more });
const asking = (payload: unknown): object => subscribe({ payload });
const invalid = 'Invalid message received';

describe('a message that is not of the protocol ends its socket with 4400, and nobody else’s', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer({ settings: { MAX_BODY_BYTES: '200000' } });
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  const cases: readonly (readonly [what: string, message: unknown, reason?: string])[] = [
    ['no JSON', 'x'],
    ['empty text', ''],
    ['only a space', ' '],
    ['JSON that breaks off', '{"type":"ping"'],
    ['JSON with something behind it', '{"type":"ping"}x'],
    ['two messages in one', '{"type":"ping"}{"type":"ping"}'],
    ['JSON behind a byte order mark', '\uFEFF{"type":"ping"}'],
    ['null', 'null'],
    ['a list', '[]'],
    ['a list of messages', '[{"type":"ping"}]'],
    ['a number', '7'],
    ['text', '"ping"'],
    ['a great many brackets', '['.repeat(100_000)],
    ['deep JSON that is whole', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
    ['no type', '{}'],
    ['a type that is a number', '{"type":7}'],
    ['a type that is null', '{"type":null}'],
    ['a type that is a list', '{"type":["ping"]}'],
    ['an empty type', '{"type":""}'],
    ['an unknown type', '{"type":"other"}'],
    ['a type in capitals', '{"type":"PING"}'],
    ['a type that every object has', '{"type":"constructor"}'],
    ['a second type', '{"type":"ping","type":"other"}'],
    ['a type from a prototype', '{"__proto__":{"type":"ping"}}'],
    ['the retired type start', '{"type":"start","id":"1","payload":{}}'],
    ['the retired type stop', '{"type":"stop","id":"1"}'],
    ['the retired type connection_terminate', '{"type":"connection_terminate"}'],
    ['a ping whose payload is a list', '{"type":"ping","payload":[]}'],
    ['a ping whose payload is text', '{"type":"ping","payload":"x"}'],
    ['a pong whose payload is a list', '{"type":"pong","payload":[]}'],
    ['a pong whose payload is a number', '{"type":"pong","payload":7}'],
    ['a subscribe without id', { type: 'subscribe', payload: { query } }],
    ['an empty id', subscribe({ id: '' })],
    ['a numeric id', subscribe({ id: 1 })],
    ['an id that is null', subscribe({ id: null })],
    ['an id that is a list', subscribe({ id: ['1'] })],
    ['a subscribe without payload', { type: 'subscribe', id: '1' }],
    ['a payload that is null', asking(null)],
    ['a payload that is text', asking('x')],
    ['a payload that is a list', asking([])],
    ['no query', asking({})],
    ['a query that is a number', asking({ query: 1 })],
    ['a query that is null', asking({ query: null })],
    ['variables that are a list', asking({ query, variables: [] })],
    ['variables that are text', asking({ query, variables: '{}' })],
    ['variables that are a number', asking({ query, variables: 1 })],
    ['an operation name that is a number', asking({ query, operationName: 1 })],
    ['an operation name that is a list', asking({ query, operationName: [] })],
    ['extensions that are text', asking({ query, extensions: 'x' })],
    ['extensions that are a list', asking({ query, extensions: [] })],
    ['a complete without id', { type: 'complete' }],
    ['a complete with an empty id', { type: 'complete', id: '' }],
    ['a complete with a numeric id', { type: 'complete', id: 1 }],
    ['a connection_ack', { type: 'connection_ack' }, 'Only the server sends messages of type connection_ack'],
    ['a next', { type: 'next', id: '1', payload: { data: null } }, 'Only the server sends messages of type next'],
    ['a next without payload', { type: 'next', id: '1' }],
    [
      'an error',
      { type: 'error', id: '1', payload: [{ message: 'x' }] },
      'Only the server sends messages of type error',
    ],
    ['an error without payload', { type: 'error', id: '1' }],
    ['an id of 257 bytes', subscribe({ id: 'x'.repeat(257) }), 'The id of an operation may have 256 bytes'],
    [
      'an id of 129 characters of two bytes',
      subscribe({ id: 'é'.repeat(129) }),
      'The id of an operation may have 256 bytes',
    ],
    ['bytes', Buffer.from([0, 1, 2, 255])],
    ['no bytes at all', Buffer.alloc(0)],
  ];

  it.each(cases)('%s', async (_what, sent, reason = invalid) => {
    await beside(server, {}, async ({ socket }) => {
      if (Buffer.isBuffer(sent)) socket.socket.send(sent);
      else socket.send(sent);
      socket.send({ type: 'ping' }); // what comes behind it is not answered
      expect(await socket.closed()).toEqual({ code: 4400, reason });
      expect(socket.unread).toBe(0);
      return 'is over';
    });
  });

  it.each([
    ['text', 'x'],
    ['a list', []],
    ['a number', 7],
    ['a truth value', true],
  ])('a payload of connection_init that is %s', async (_what, payload) => {
    await beside(server, { init: null }, async ({ socket }) => {
      socket.send({ type: 'connection_init', payload });
      expect(await socket.closed()).toEqual({ code: 4400, reason: invalid });
      return 'is over';
    });
  });
});

describe('a message that is of the protocol is taken, and disturbs nobody', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer({ settings: { MAX_BODY_BYTES: '200000' } });
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  const taken: readonly (readonly [what: string, message: unknown])[] = [
    ['a pong that nobody asked for', { type: 'pong' }],
    ['a pong with a payload', { type: 'pong', payload: { a: 1 } }],
    ['a complete for an id that was never used', { type: 'complete', id: 'nothing' }],
    ['a complete for an id that every object has', { type: 'complete', id: '__proto__' }],
    ['a complete with more in it than it needs', { type: 'complete', id: 'nothing', payload: { a: 1 } }],
    ['a complete for an id longer than an id may be', { type: 'complete', id: 'x'.repeat(1_000) }],
  ];
  it.each(taken)('%s', async (_what, sent) => {
    await beside(server, {}, async ({ socket }) => {
      socket.send(sent);
      socket.send({ type: 'ping' });
      expect(await socket.next()).toEqual({ type: 'pong' });
      return 'goes on';
    });
  });

  const answered: readonly (readonly [what: string, message: unknown, payload?: unknown])[] = [
    ['a ping', { type: 'ping' }],
    ['a ping whose payload is null', { type: 'ping', payload: null }],
    ['a ping with an empty payload', { type: 'ping', payload: {} }, {}],
    [
      'a ping with a payload',
      { type: 'ping', payload: { at: 7, deep: { list: [null, 'é'] } } },
      { at: 7, deep: { list: [null, 'é'] } },
    ],
    ['a ping in other words', ' { "payload" : { "a" : 1 } , "\\u0074ype" : "ping" } ', { a: 1 }],
    ['a ping with more in it than it needs', { type: 'ping', id: '1', payload: { a: 1 } }, { a: 1 }],
    ['a large ping', { type: 'ping', payload: { text: 'é'.repeat(60_000) } }, { text: 'é'.repeat(60_000) }],
    ['a ping as bytes', Buffer.from('{"type":"ping","payload":{"a":1}}'), { a: 1 }],
  ];
  it.each(answered)('%s is answered with its payload', async (_what, sent, payload) => {
    await beside(server, {}, async ({ socket }) => {
      if (Buffer.isBuffer(sent)) socket.socket.send(sent);
      else socket.send(sent);
      expect(await socket.next()).toEqual(payload === undefined ? { type: 'pong' } : { type: 'pong', payload });
      return 'goes on';
    });
  });

  it('a key of a payload that is called like a prototype is a key like others', async () => {
    await beside(server, {}, async ({ socket }) => {
      const text = '{"type":"ping","payload":{"__proto__":{"a":1},"constructor":2}}';
      socket.socket.once('message', (data) => expect(data.toString()).toContain('"__proto__":{"a":1},"constructor":2'));
      socket.send(text);
      expect((await socket.next()).type).toBe('pong');
      return 'goes on';
    });
  });
});
