import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type LiveClient, type LiveClientOptions, liveClient } from '../../gateway/client/liveClient.ts';
import { graphqlError } from '../../gateway/server/formatError.ts';
import { ClientError } from '../../lib/errors.ts';
import { type CuttingProxy, cuttingProxy } from '../kit/cuttingProxy.ts';
import { deadline } from '../kit/deadline.ts';
import { liveRecorder } from '../kit/liveRecorder.ts';
import { type TickLog, tickLog } from '../kit/tickLog.ts';
import { type TestServer, testServer } from './testServer.ts';

interface Ticks {
  readonly ticks: { readonly n: number; readonly cursor: string };
}

const ticks = 'subscription($after: String) { ticks(after: $after) { n cursor } }';
const times = { retryMinMs: 10, retryMaxMs: 80, pingMs: 100, pongMs: 300, silenceMs: 600, connectMs: 2_000 };
const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);
const numbersOf = (data: readonly Ticks[]): number[] => data.map((one) => one.ticks.n);

describe.each(['websocket', 'sse'] as const)('the live client over %s', (transport) => {
  let server: TestServer;
  let proxy: CuttingProxy;
  let log: TickLog;
  let client: LiveClient;
  const connect = (options: Partial<LiveClientOptions> = {}): LiveClient =>
    liveClient({ url: `${proxy.url}graphql`, transport, webSocket: WebSocket, times, ...options });

  beforeEach(async () => {
    server = await testServer({ times: { pingMs: 100 } });
    proxy = await cuttingProxy(server.url);
    log = tickLog(server.fake);
    client = connect();
  });
  afterEach(async () => {
    client.close();
    log[Symbol.dispose]();
    await proxy[Symbol.asyncDispose]();
    await server[Symbol.asyncDispose]();
  });

  it('gives every event once and in order, however often the connection is cut', async () => {
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    for (let cut = 1; cut <= 30; cut += 1) {
      const before = log.openedAfter.length;
      await seen.state('live');
      // Every fifth one comes while the server may not have heard of the subscription yet.
      if (cut % 5 !== 0) await deadline(() => log.openedAfter.length > before);
      const had = seen.data.length;
      for (let count = 0; count < 20; count += 1) log.append();
      // Every other one comes in the middle of what is on its way.
      if (cut % 2 === 0 && cut % 5 !== 0) await deadline(() => seen.data.length > had);
      if (cut % 3 === 0) proxy.close();
      else proxy.reset();
      for (let count = 0; count < 20; count += 1) log.append();
    }
    await deadline(() => seen.data.length >= log.length, 20_000);
    expect(numbersOf(seen.data)).toEqual(upTo(30 * 40));
    expect(log.openedAfter.length).toBeGreaterThan(20);
    expect([seen.gaps, seen.errors]).toEqual([[], []]);
  });

  it('says that it is connected, that it has lost the connection and when it tries again, and that it goes on', async () => {
    const seen = liveRecorder<Ticks>();
    const subscription = client.subscribe(ticks, {}, seen.handlers);
    expect(await seen.states.next()).toEqual({
      state: 'live',
      code: 'CONNECTED',
      message: expect.any(String),
      retryInMs: null,
    });
    await deadline(() => log.sources.size === 1);
    log.append();
    await deadline(() => seen.data.length === 1);
    expect(subscription.cursor).toBe('c1');
    proxy.refuse();
    proxy.reset();
    const lost = await seen.states.next();
    expect([lost.state, lost.code]).toEqual(['reconnecting', 'CONNECTION_LOST']);
    expect(lost.retryInMs).toBeGreaterThanOrEqual(5);
    expect(lost.retryInMs).toBeLessThanOrEqual(10);
    log.append();
    await seen.state('reconnecting');
    proxy.accept();
    expect(await seen.state('live')).toMatchObject({ code: 'RESUMED' });
    await deadline(() => seen.data.length === 2);
    expect(log.openedAfter).toEqual([null, 'c1']);
  });

  it('notices that nothing comes any more, and goes on over another connection', async () => {
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    log.append();
    await deadline(() => seen.data.length === 1);
    proxy.freeze();
    log.append();
    expect(await seen.state('reconnecting')).toMatchObject({ code: 'SILENT' });
    log.append();
    proxy.thaw();
    await deadline(() => seen.data.length === 3);
    expect(numbersOf(seen.data)).toEqual([1, 2, 3]);
    expect(proxy.accepted).toBeGreaterThan(1);
  });

  it('tries at once when it is told to', async () => {
    client.close();
    client = connect({ times: { ...times, retryMinMs: 3_600_000, retryMaxMs: 3_600_000 } });
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    await seen.state('live');
    proxy.reset();
    await seen.state('reconnecting');
    client.retry();
    await seen.state('live');
  });

  it('drops what a server sends a second time', async () => {
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    for (let count = 0; count < 5; count += 1) log.append();
    await deadline(() => seen.data.length === 5);
    proxy.reset();
    await deadline(() => log.openedAfter.length === 2);
    const [source] = log.sources;
    for (const n of [3, 4, 5, 6, 2, 7]) source?.emit({ n, cursor: `c${n}` });
    await deadline(() => seen.data.length === 7);
    expect(numbersOf(seen.data)).toEqual(upTo(7));
  });

  it('begins behind a cursor that it is given', async () => {
    for (let count = 0; count < 5; count += 1) log.append();
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, { after: 'c3' }, seen.handlers);
    await deadline(() => seen.data.length === 2);
    expect(numbersOf(seen.data)).toEqual([4, 5]);
  });

  it('tells that events may be missing when the operation cannot be gone on with', async () => {
    const seen = liveRecorder<Ticks>();
    client.subscribe('subscription { ticks { n cursor } }', {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    log.append();
    await deadline(() => seen.data.length === 1);
    proxy.reset();
    expect(await seen.state('reconnecting')).toMatchObject({ code: 'CONNECTION_LOST' });
    expect(await seen.state('live')).toMatchObject({ code: 'RESTARTED' });
    await deadline(() => seen.data.length === 2);
    expect([numbersOf(seen.data), seen.gaps]).toEqual([[1, 1], [{ reason: 'NOT_RESUMABLE' }]]);
  });

  it('goes on by variables of its own where there is no cursor', async () => {
    for (let count = 0; count < 3; count += 1) log.append();
    const seen = liveRecorder<Ticks>();
    const document = 'subscription($from: String) { ticks(after: $from) { n } }';
    client.subscribe<Ticks, { readonly from?: string }>(document, {}, seen.handlers, {
      resume: ({ ticks: { n } }) => ({ from: `c${n}` }),
    });
    await deadline(() => seen.data.length === 3);
    proxy.reset();
    log.append();
    await deadline(() => seen.data.length === 4);
    expect([numbersOf(seen.data), log.openedAfter, seen.gaps]).toEqual([upTo(4), [null, 'c3'], []]);
  });

  it('ends when the source has no more, and comes back for nothing', async () => {
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    log.append();
    log.end();
    expect(await seen.state('ended')).toMatchObject({ code: 'COMPLETE', retryInMs: null });
    expect([numbersOf(seen.data), seen.errors]).toEqual([[1], []]);
  });

  it.each([
    ['with resumable: true', new ClientError('CONFLICT', 'Come back.', { resumable: true })],
    ['because it was too slow', new ClientError('TOO_SLOW')],
    ['because a subgraph is away', new ClientError('SUBGRAPH_UNAVAILABLE')],
  ])('goes on behind the last event when it was ended %s', async (_, error) => {
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    log.append();
    await deadline(() => seen.data.length === 1);
    log.end(graphqlError(error));
    expect(await seen.state('reconnecting')).toMatchObject({ code: error.code, message: error.message });
    log.append();
    await deadline(() => seen.data.length === 2);
    expect([numbersOf(seen.data), log.openedAfter, seen.errors]).toEqual([[1, 2], [null, 'c1'], []]);
  });

  it('ends with the reason when the server says that it makes no sense to come back', async () => {
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    log.end(graphqlError(new ClientError('SUPERGRAPH_CHANGED')));
    expect(await seen.state('ended')).toMatchObject({ code: 'SUPERGRAPH_CHANGED' });
    expect(seen.errors.map(({ extensions }) => extensions?.['code'])).toEqual(['SUPERGRAPH_CHANGED']);
  });

  it('ends a document that is refused, and nothing beside it', async () => {
    const [good, bad, worse] = [liveRecorder<Ticks>(), liveRecorder(), liveRecorder()];
    client.subscribe(ticks, {}, good.handlers);
    client.subscribe('subscription { nothing }', {}, bad.handlers);
    client.subscribe('subscription {', {}, worse.handlers);
    expect(await bad.state('ended')).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    expect(await worse.state('ended')).toMatchObject({ code: 'GRAPHQL_PARSE_FAILED' });
    expect(bad.errors).toHaveLength(1);
    log.append();
    await deadline(() => good.data.length === 1);
  });

  it('leaves: the source behind it is closed, and nothing is told any more', async () => {
    const [one, other] = [liveRecorder<Ticks>(), liveRecorder<Ticks>()];
    const subscription = client.subscribe(ticks, {}, one.handlers);
    client.subscribe(ticks, {}, other.handlers);
    await deadline(() => log.sources.size === 2);
    subscription.close();
    await server.fake.closed.next();
    await deadline(() => log.sources.size === 1);
    log.append();
    await deadline(() => other.data.length === 1);
    expect(one.data).toEqual([]);
    client.close();
    await server.fake.closed.next();
    expect(server.running.operationCount).toBe(0);
  });

  it('outlives a server that is replaced', async () => {
    const seen = liveRecorder<Ticks>();
    client.subscribe(ticks, {}, seen.handlers);
    await deadline(() => log.sources.size === 1);
    log.append();
    await deadline(() => seen.data.length === 1);
    const { port } = server;
    await server[Symbol.asyncDispose]();
    await seen.state('reconnecting');
    const length = log.length;
    log[Symbol.dispose]();
    server = await testServer({ settings: { PORT: String(port) } });
    log = tickLog(server.fake, length);
    log.append();
    await deadline(() => seen.data.length === 2, 10_000);
    expect([numbersOf(seen.data), log.openedAfter]).toEqual([[1, 2], ['c1']]);
  });

  it('sends queries and mutations once each', async () => {
    expect(await client.query('query($name: String) { greet(name: $name) }', { name: 'Ada' })).toEqual({
      data: { greet: 'Hello, Ada' },
    });
    const refused = await client.query('{ refuses }');
    expect(refused.errors?.map(({ extensions }) => extensions?.['code'])).toEqual(['NOT_FOUND']);
    await client.query('mutation { touch }');
    expect(server.fake.touches).toBe(1);
    proxy.refuse();
    proxy.reset();
    await expect(client.query('{ greet }')).rejects.toThrow();
  });
});

describe('the live client over one socket', () => {
  it('has all its subscriptions on it, and closes it when the last one leaves', async () => {
    await using server = await testServer();
    await using proxy = await cuttingProxy(server.url);
    using log = tickLog(server.fake);
    const client = liveClient({ url: `${proxy.url}graphql`, webSocket: WebSocket, times });
    const seen = Array.from({ length: 20 }, () => liveRecorder<Ticks>());
    const subscriptions = seen.map(({ handlers }) => client.subscribe(ticks, {}, handlers));
    await deadline(() => log.sources.size === 20);
    log.append();
    await deadline(() => seen.every(({ data }) => data.length === 1));
    expect(proxy.accepted).toBe(1);
    proxy.reset();
    log.append();
    await deadline(() => seen.every(({ data }) => data.length === 2));
    expect(proxy.accepted).toBe(2);
    for (const subscription of subscriptions) subscription.close();
    await deadline(() => proxy.connections === 0);
    expect(proxy.accepted).toBe(2);
  });

  it('cannot be had where there are no WebSockets, and says so', () => {
    expect(() => liveClient({ url: 'http://127.0.0.1:1/graphql' })).toThrow(
      typeof globalThis.WebSocket === 'undefined' ? 'no WebSocket' : /^$/,
    );
  });
});
