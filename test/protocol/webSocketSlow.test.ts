import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerText } from '../../gateway/graph.ts';
import { type CountingObserver, countingObserver } from '../kit/countingObserver.ts';
import { deadline } from '../kit/deadline.ts';
import { type FakeAccounts, fakeAccounts } from '../kit/fakeAccounts.ts';
import { type FakeFeed, feedEvent } from '../kit/fakeFeed.ts';
import { rawFrames } from '../kit/rawFrames.ts';
import { type ClientSubscription, type WireResult, type WsClient, wsClient } from '../kit/wsClient.ts';
import { type TestServer, testServer } from './testServer.ts';

const query = 'subscription { feed { n merged text } }';
const text = 'x'.repeat(50_000);

interface Reader {
  readonly client: WsClient;
  readonly subscription: ClientSubscription;
  readonly feed: FakeFeed;
}

const feedOf = ({ data }: WireResult): { n: number; merged: number } => data?.['feed'] as { n: number; merged: number };

describe('a client that reads slowly or not at all', () => {
  let counts: CountingObserver;
  let accounts: FakeAccounts;
  const servers: TestServer[] = [];
  beforeEach(() => {
    counts = countingObserver();
    accounts = fakeAccounts();
  });
  afterEach(async () => {
    for (const server of servers.splice(0)) await server[Symbol.asyncDispose]();
  });

  async function start(
    settings: Readonly<Record<string, string>> = {},
    times: Readonly<Record<string, number>> = {},
  ): Promise<TestServer> {
    const server = await testServer({ settings, times, observer: counts.observer, viewers: accounts.viewers });
    servers.push(server);
    return server;
  }
  async function reader(server: TestServer, token?: string): Promise<Reader> {
    const client = await wsClient(server.url, token === undefined ? {} : { token });
    return { client, ...(await subscribe(server, client)) };
  }
  async function subscribe(server: TestServer, client: WsClient): Promise<Omit<Reader, 'client'>> {
    const subscription = client.subscribe({ query });
    return { subscription, feed: await server.fake.feeds.next() };
  }
  /** Pushes events until one has to wait; `waited` resolves when none does any more. */
  function fill(feed: FakeFeed, from = 0, key?: string): { readonly n: number; readonly waited: Promise<void> } {
    for (let n = from + 1; n < from + 5_000; n += 1) {
      const waited = feed.offer(feedEvent(n, { text, ...(key === undefined ? {} : { key }) }));
      if (waited instanceof Promise) return { n, waited };
    }
    throw new Error('No event had to wait');
  }
  /** Everything that this turn brings about on the other sockets, too, has happened when a question on a socket of its own is answered. */
  async function others(server: TestServer): Promise<void> {
    await using client = await wsClient(server.url);
    await client.subscribe({ query: '{ greet }' }).completed();
  }

  it('of states gets the latest of each key, and is told how many went up in it; others get each', async () => {
    const server = await start({ LIVE_QUEUE_EVENTS: '10' });
    const slow = await reader(server);
    const fast = await reader(server);
    slow.client.raw.socket.pause();
    const total = 1_000;
    const keys = ['a', 'b', 'c'];
    for (let n = 1; n <= total; n += 1) {
      const event = feedEvent(n, { text, key: keys[n % 3] ?? '' });
      slow.feed.push(event);
      fast.feed.push(event);
      expect(feedOf(await fast.subscription.next())).toMatchObject({ n, merged: 0 });
    }
    expect(counts.merged).toBeGreaterThan(total / 2);
    // What this process keeps for it beside the buffers of the kernel: three states, and one more event at most.
    expect(2 * total - counts.delivered - counts.merged).toBeLessThanOrEqual(keys.length);

    slow.client.raw.socket.resume();
    let seen = 0;
    let last = 0;
    while (seen < total) {
      const { n, merged } = feedOf(await slow.subscription.next());
      expect(n).toBeGreaterThan(last);
      last = n;
      seen += 1 + merged;
    }
    expect([seen, last]).toEqual([total, total]);
    slow.feed.push(feedEvent(total + 1));
    expect(feedOf(await slow.subscription.next())).toEqual({ n: total + 1, merged: 0, text: '' });
    await slow.client.close();
    await fast.client.close();
  });

  it.each([
    ['events', { LIVE_QUEUE_EVENTS: '20' }, 20],
    ['bytes', { LIVE_QUEUE_BYTES: String(20 * 51_000) }, 20],
  ])(
    'of a log ends when it leaves too many %s unread: it gets what was kept, and then why; others go on',
    async (_what, settings, kept) => {
      const server = await start(settings);
      const slow = await reader(server);
      const fast = await reader(server);
      slow.client.raw.socket.pause();
      let n = 0;
      while (!slow.feed.hasLeft) {
        n += 1;
        const event = feedEvent(n, { text });
        slow.feed.push(event);
        fast.feed.push(event);
        expect(feedOf(await fast.subscription.next())).toMatchObject({ n });
        expect(n).toBeLessThan(2_000);
      }
      await slow.feed.left.next();
      expect(await counts.ended.next()).toBe('too_slow');
      const written = counts.delivered - n;
      expect(n - written - 1).toBe(kept); // the last one was not taken
      await others(server);

      slow.client.raw.socket.resume();
      for (let expected = 1; expected < n; expected += 1) {
        expect(feedOf(await slow.subscription.next())).toMatchObject({ n: expected, merged: 0 });
      }
      expect(await slow.subscription.next()).toEqual({
        errors: [
          {
            message: 'The reader is slower than the events; resume with the last cursor, or ask for less.',
            extensions: { code: 'TOO_SLOW', resumable: true },
          },
        ],
      });
      await slow.subscription.completed();
      const again = await subscribe(server, slow.client);
      again.feed.push(feedEvent(n));
      expect(feedOf(await again.subscription.next())).toMatchObject({ n });
      await slow.client.close();
      await fast.client.close();
    },
  );

  it('gets everything in order when it is only sometimes slow, and what is waited for is told when it has', async () => {
    const server = await start();
    const { client, subscription, feed } = await reader(server);
    let n = 0;
    for (let round = 0; round < 5; round += 1) {
      client.raw.socket.pause();
      const filled = fill(feed, n);
      feed.push(feedEvent(filled.n + 1), feedEvent(filled.n + 2));
      n = filled.n + 2;
      client.raw.socket.resume();
      await filled.waited;
    }
    for (let expected = 1; expected <= n; expected += 1)
      expect(feedOf(await subscription.next())).toMatchObject({ n: expected });
    await client.close();
  });

  it('has a bound for all of its subscriptions together', async () => {
    const server = await start({ LIVE_QUEUE_BYTES: '200000' });
    const { client, feed } = await reader(server);
    const feeds = [feed];
    while (feeds.length < 10) feeds.push((await subscribe(server, client)).feed);
    client.raw.socket.pause();
    let pushed = 0;
    for (let n = 1; feeds.some(({ hasLeft }) => !hasLeft) && n < 1_000; n += 1) {
      const event = feedEvent(n, { text });
      for (const one of feeds) {
        if (one.hasLeft) continue;
        pushed += 1;
        one.push(event);
      }
      if (n % 10 === 0) await others(server);
    }
    const refused = feeds.length;
    expect(feeds.every(({ hasLeft }) => hasLeft)).toBe(true);
    // Four times what one may have, in events of 50 KB.
    expect(pushed - refused - counts.delivered).toBeLessThanOrEqual(16);
    expect(pushed - refused - counts.delivered).toBeGreaterThanOrEqual(14);
    await client.raw[Symbol.asyncDispose]();
  });

  it('serves its subscriptions in turn', async () => {
    const server = await start();
    const noisy = await reader(server);
    const quiet = await subscribe(server, noisy.client);
    noisy.client.raw.socket.pause();
    const { n } = fill(noisy.feed);
    for (let more = 0; more < 10; more += 1) noisy.feed.push(feedEvent(n + 1 + more, { text }));
    quiet.feed.push(feedEvent(1));
    const order: string[] = [];
    noisy.client.raw.socket.on('message', (data) => {
      order.push(/operation-\d/.exec(data.toString().slice(0, 40))?.[0] ?? '');
    });
    noisy.client.raw.socket.resume();
    await deadline(() => order.length === n + 11);
    expect(order.slice(0, n + 1).filter((id) => id === quiet.subscription.id)).toHaveLength(1);
    await noisy.client.close();
  });

  it('that completes its subscription gets nothing of what was kept', async () => {
    const server = await start();
    const { client, subscription, feed } = await reader(server);
    client.raw.socket.pause();
    const { n, waited } = fill(feed);
    subscription.complete();
    await feed.left.next();
    await waited;
    expect(await counts.ended.next()).toBe('client_left');
    const written = counts.delivered;
    client.raw.socket.resume();
    const question = client.subscribe({ query: '{ greet }' });
    expect((await question.next()).data).toEqual({ greet: 'Hello, world' });
    for (let expected = 1; expected <= written; expected += 1) {
      expect(feedOf(await subscription.next())).toMatchObject({ n: expected });
    }
    expect([written < n, counts.delivered]).toEqual([true, written]);
    await client.close();
  });

  it('gets nothing of what was kept when its viewer is gone, but why', async () => {
    const server = await start();
    const { client, subscription, feed } = await reader(server, accounts.token('ada'));
    client.raw.socket.pause();
    fill(feed);
    await others(server);
    const written = counts.delivered;
    accounts.change('ada', null);
    await feed.left.next();
    expect(await counts.ended.next()).toBe('unauthorized');
    client.raw.socket.resume();
    for (let expected = 1; expected <= written; expected += 1) {
      expect(feedOf(await subscription.next()).n).toBe(expected);
    }
    expect((await subscription.next()).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    await subscription.completed();
    await client.close();
  });

  it('gets the end of its source behind what was kept', async () => {
    const server = await start();
    const { client, subscription, feed } = await reader(server);
    client.raw.socket.pause();
    const { n } = fill(feed);
    feed.end();
    expect(await counts.ended.next()).toBe('source_completed');
    await others(server);
    client.raw.socket.resume();
    for (let expected = 1; expected <= n; expected += 1)
      expect(feedOf(await subscription.next())).toMatchObject({ n: expected });
    await subscription.completed();
    await client.close();
  });

  it('is cut when it has taken nothing of what waits for so long; what is behind it closes, others go on', async () => {
    const server = await start({ SOCKETS_PER_ADDRESS: '2' }, { pingMs: 100, stallMs: 300 });
    const fast = await reader(server);
    const slow = await reader(server);
    slow.client.raw.socket.pause();
    let { n } = fill(slow.feed, 0, 'a');
    while (!slow.feed.hasLeft) {
      n += 1;
      const event = feedEvent(n, { text, key: 'a' });
      slow.feed.push(event);
      fast.feed.push(event);
      expect(feedOf(await fast.subscription.next()).n).toBe(n);
    }
    expect(await counts.ended.next()).toBe('too_slow');
    slow.client.raw.socket.resume();
    expect(await slow.client.raw.closed()).toMatchObject({ code: 1006 });
    await using _next = await wsClient(server.url); // there is room for another one
    fast.feed.push(feedEvent(n + 1));
    expect(feedOf(await fast.subscription.next())).toMatchObject({ n: n + 1 });
    await fast.client.close();
  });

  it('is not cut while it reads, however slowly, although it answers no ping', async () => {
    const server = await start({}, { pingMs: 200, stallMs: 600 });
    await using slow = await rawFrames(server.port);
    slow.send('{"type":"connection_init"}');
    await slow.message();
    slow.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
    const feed = await server.fake.feeds.next();
    slow.socket.pause();
    let { n } = fill(feed, 0, 'a');
    // The pings that another client is sent tell the time.
    await using other = await wsClient(server.url);
    let pings = 0;
    other.raw.socket.on('ping', () => {
      pings += 1;
    });
    while (pings < 12) {
      const before = pings;
      const { bytesRead } = slow.socket;
      slow.socket.resume();
      await deadline(() => slow.socket.bytesRead > bytesRead + 300_000);
      slow.socket.pause();
      n = fill(feed, n, 'a').n;
      await deadline(() => pings > before);
    }
    expect([feed.hasLeft, slow.socket.closed]).toEqual([false, false]);
    expect(counts.merged).toBeGreaterThan(0);
  });

  const long = 'x'.repeat(10_000);
  const subscribing = (payload: object) => (n: number) => ({ type: 'subscribe', id: String(n), payload });
  it.each([
    ['answers', subscribing({ query: 'query($name: String) { greet(name: $name) }', variables: { name: long } }), 2],
    ['refusals', subscribing({ query: `{ ${long} }` }), 1],
    ['pongs', (n: number) => ({ type: 'ping', payload: { n, long } }), 1],
  ])(
    'is not read any more while it asks without reading %s; it gets all when it reads',
    async (_what, message, each) => {
      const server = await start({ MESSAGE_BURST: '1000000', SUBSCRIPTIONS_PER_SOCKET: '100000' });
      const { raw } = await wsClient(server.url);
      raw.socket.pause();
      const total = 1_500;
      for (let n = 1; n <= total; n += 1) raw.send(message(n));
      // The rest stays with the client as soon as the buffers of the kernel are full.
      let before = -1;
      while (before !== raw.socket.bufferedAmount) {
        before = raw.socket.bufferedAmount;
        for (let round = 0; round < 10; round += 1) await others(server);
      }
      expect(before).toBeGreaterThan(0);
      let received = 0;
      raw.socket.on('message', () => {
        received += 1;
      });
      raw.socket.resume();
      await deadline(() => received === total * each, 30_000);
      await raw[Symbol.asyncDispose]();
    },
  );

  it('is cut when it does not answer the server, also when nothing waits for it', async () => {
    const server = await start({}, { pingMs: 50 });
    const { client, feed } = await reader(server);
    client.raw.socket.pause();
    await feed.left.next();
    expect(await counts.ended.next()).toBe('client_left');
    await client.raw[Symbol.asyncDispose]();
  });

  it('holds back the parts of what is deferred, and cancels them at its deadline', async () => {
    const server = await start({ REQUEST_TIMEOUT_MS: '1000' });
    const { client } = await reader(server);
    client.raw.socket.pause();
    client.subscribe({ query: '{ deferred { now ... @defer { later } } }' });
    const source = await server.fake.deferring.next();
    const data = JSON.stringify({ later: 'x'.repeat(2_000_000) });
    for (let part = 0; part < 50; part += 1) source.send({ path: ['deferred'], data });
    expect(await server.fake.closed.next()).toBe(source.context);
    await client.raw[Symbol.asyncDispose]();
  });

  it('gets in place of an answer that it was dropped, when too many large ones before it are not read', async () => {
    const server = await start();
    const large: AnswerText = { body: Buffer.from(`{"data":{"greet":"${'x'.repeat(4_000_000)}"}}`) };
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    vi.spyOn(server.fake.graph, 'answer').mockImplementation(() => released.then(() => large));
    await using client = await wsClient(server.url);
    const answers = Array.from({ length: 40 }, () => client.subscribe({ query: '{ greet }' }));
    await deadline(() => server.running.operationCount === 40);
    client.raw.socket.pause();
    release();
    await deadline(() => server.running.operationCount === 0);
    client.raw.socket.resume();
    const results: WireResult[] = [];
    for (const one of answers) {
      results.push(await one.next());
      await one.completed();
    }
    const dropped = results.filter(({ errors }) => errors?.[0]?.extensions?.['code'] === 'TOO_SLOW').length;
    expect(dropped).toBeGreaterThanOrEqual(20);
    expect(dropped).toBeLessThanOrEqual(40 - 16);
  });
});

describe('an event with an error that is masked', () => {
  it('is masked once, and tells all of its clients the id under which the log has it', async () => {
    await using server = await testServer();
    const clients = [await wsClient(server.url), await wsClient(server.url)];
    const subscriptions = clients.map((client) => client.subscribe({ query }));
    const event = {
      ...feedEvent(1),
      answer: { data: '{"feed":null}', errors: [new GraphQLError('canary-4711', { path: ['feed'] })] },
    };
    for (let count = 0; count < 2; count += 1) (await server.fake.feeds.next()).push(event);
    const [first, second] = [await subscriptions[0]?.next(), await subscriptions[1]?.next()];
    expect(first).toEqual(second);
    const extensions = { code: 'INTERNAL', requestId: expect.any(String) };
    expect(first).toMatchObject({ data: { feed: null }, errors: [{ path: ['feed'], extensions }] });
    expect(server.faults).toMatchObject([{ fields: { requestId: first?.errors?.[0]?.extensions?.['requestId'] } }]);
    for (const client of clients) await client.close();
  });
});

describe('what is told of clients', () => {
  it('is how many begin and why they end, what is delivered, and the lag of each event once', async () => {
    const counts = countingObserver();
    await using server = await testServer({ observer: counts.observer });
    const clients = [await wsClient(server.url), await wsClient(server.url), await wsClient(server.url)];
    const subscriptions = clients.map((client) => client.subscribe({ query }));
    const feeds = [await server.fake.feeds.next(), await server.fake.feeds.next(), await server.fake.feeds.next()];
    const events = [
      feedEvent(1, { committedAtMs: Date.now() - 5_000 }),
      feedEvent(2, { committedAtMs: Date.now() - 5_000 }),
    ];
    for (const feed of feeds) feed.push(...events);
    for (const feed of feeds) feed.push(feedEvent(3));
    for (const subscription of subscriptions) {
      for (const n of [1, 2, 3]) expect(feedOf(await subscription.next())).toMatchObject({ n });
    }
    expect([counts.joined, counts.delivered, counts.merged]).toEqual([3, 9, 0]);
    expect(counts.lags).toHaveLength(2);
    for (const lag of counts.lags) expect(lag).toBeGreaterThanOrEqual(5_000);
    feeds[0]?.end();
    expect(await counts.ended.next()).toBe('source_completed');
    feeds[1]?.end({ errors: [] });
    expect(await counts.ended.next()).toBe('source_failed');
    subscriptions[2]?.complete();
    expect(await counts.ended.next()).toBe('client_left');
    clients[0]?.subscribe({ query });
    await server.fake.feeds.next();
    await server.running.close();
    expect(await counts.ended.next()).toBe('server_shutdown');
    expect(counts.ended.size).toBe(0);
  });
});
