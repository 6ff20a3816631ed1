import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changingViewers } from '../kit/changingViewers.ts';
import { countingObserver } from '../kit/countingObserver.ts';
import { deadline } from '../kit/deadline.ts';
import { type FakeFeed, feedEvent } from '../kit/fakeFeed.ts';
import { type MultipartPart, type MultipartStream, multipartAccept, subscribeInParts } from '../kit/multipartClient.ts';
import { responseBytes } from '../kit/responseBytes.ts';
import { fat, feedClient, feedQuery, huge } from './feedClient.ts';
import { type TestServer, testServer, testViewers } from './testServer.ts';

const contentType = 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0';
const payload = (n: number, merged = 0): MultipartPart => ({ payload: { data: { feed: { n, merged, text: '' } } } });
const fault = (code: string, more = {}) => ({ payload: null, errors: [{ extensions: { code, ...more } }] });

interface Opened extends AsyncDisposable {
  readonly stream: MultipartStream;
  readonly feed: FakeFeed;
}

/** A client that has subscribed to the feed, and the test's end of it. */
async function subscribed(server: TestServer, token?: string): Promise<Opened> {
  const stream = await subscribeInParts(server.url, { query: feedQuery }, token === undefined ? {} : { token });
  return { stream, feed: await server.fake.feeds.next(), [Symbol.asyncDispose]: () => stream[Symbol.asyncDispose]() };
}

const numberOf = (part: MultipartPart): unknown => {
  const [feed] = Object.values(part.payload?.data ?? {});
  return (feed as { readonly n: number }).n;
};

describe('a subscription in parts', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await testServer();
  });
  afterEach(async () => await server[Symbol.asyncDispose]());

  it('comes in exactly these bytes, with a line break before each boundary', async () => {
    await using one = await subscribed(server);
    one.feed.push(feedEvent(1));
    one.feed.end();
    await one.stream.finished();
    expect(await one.stream.ended()).toBe('complete');
    expect(Buffer.concat(one.stream.pieces).toString()).toBe(
      [
        '',
        '--graphql',
        'content-type: application/json',
        '',
        '{}',
        '--graphql',
        'content-type: application/json',
        '',
        '{"payload":{"data":{"feed":{"n":1,"merged":0,"text":""}}}}',
        '--graphql--',
        '',
      ].join('\r\n'),
    );
  });

  it('says in its headers what it is', async () => {
    await using one = await subscribed(server);
    expect([one.stream.status, one.stream.headers]).toMatchObject([
      200,
      { 'content-type': contentType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
    ]);
  });

  it.each([
    'multipart/mixed;subscriptionSpec=1.0, application/json',
    'multipart/mixed;boundary="graphql";subscriptionSpec="1.0",application/graphql-response+json,application/json;q=0.9',
    'Multipart/Mixed; SubscriptionSpec=1.0',
    'application/json, */*;q=0.1, multipart/mixed;subscriptionSpec=1.0;q=0.5',
    'multipart/mixed;deferSpec=20220824, multipart/mixed;subscriptionSpec=1.0, application/json',
    'multipart/mixed;subscriptionSpec=1.0, text/event-stream;q=0.5',
  ])('answers to accept: %s', async (accept) => {
    await using stream = await subscribeInParts(server.url, { query: feedQuery }, { accept });
    expect(stream.headers['content-type']).toBe(contentType);
    (await server.fake.feeds.next()).push(feedEvent(1));
    expect(await stream.next()).toEqual(payload(1));
  });

  it('gives each part whole, before there is a next one', async () => {
    await using one = await subscribed(server);
    for (const n of [1, 2, 3]) {
      one.feed.push(feedEvent(n));
      expect(await one.stream.next()).toEqual(payload(n));
    }
  });

  it('gives a sign of life at once and again and again', async () => {
    await using quick = await testServer({ times: { pingMs: 20 } });
    await using one = await subscribed(quick);
    for (let count = 0; count < 3; count += 1) expect(await one.stream.nextPart()).toEqual({});
    one.feed.push(feedEvent(1));
    expect(await one.stream.next()).toEqual(payload(1));
  });

  it('gives errors of an event within its payload, and goes on', async () => {
    await using one = await subscribed(server);
    const errors = [new GraphQLError('Nothing.', { path: ['feed'], extensions: { code: 'NOT_FOUND' } })];
    one.feed.push({ ...feedEvent(1), answer: { data: '{"feed":null}', errors } }, feedEvent(2));
    expect(await one.stream.next()).toEqual({
      payload: {
        data: { feed: null },
        errors: [{ message: 'Nothing.', path: ['feed'], extensions: { code: 'NOT_FOUND' } }],
      },
    });
    expect(await one.stream.next()).toEqual(payload(2));
  });

  it('carries any text, however it is cut into pieces', async () => {
    const text = 'Größe 漢字 🚀 \r\n--graphql-- "\\ '.repeat(20_000);
    await using one = await subscribed(server);
    one.feed.push(feedEvent(1, { text }));
    expect(await one.stream.next()).toMatchObject({ payload: { data: { feed: { text } } } });
  });

  it('shares what is serialised with every other door', async () => {
    await using one = await subscribed(server);
    await using other = await feedClient(server);
    const event = feedEvent(1);
    other.feed.push(event);
    const { bytes } = event;
    one.feed.push(event);
    expect(event.bytes).toBe(bytes);
    expect(await one.stream.next()).toEqual({ payload: await other.stream.next() });
  });

  it.each([
    ['a syntax error', 'subscription {', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a source that cannot be opened', 'subscription { broken { n } }', 'SUBGRAPH_UNAVAILABLE'],
  ])('that is refused for %s is one payload with the errors, with status 200, and the end', async (_, query, code) => {
    await using stream = await subscribeInParts(server.url, { query });
    expect([stream.status, stream.headers['content-type']]).toEqual([200, contentType]);
    const part = await stream.next();
    expect(part).toMatchObject({ payload: { errors: [{ extensions: { code } }] } });
    expect(part.errors).toBeUndefined();
    await stream.finished();
    expect(await stream.ended()).toBe('complete');
  });

  it('whose source fails ends with a fault that has no place in the document, and is masked', async () => {
    await using one = await subscribed(server);
    one.feed.push(feedEvent(1));
    one.feed.end({ errors: [new GraphQLError('canary-4711', { path: ['feed'] })] });
    expect(await one.stream.next()).toEqual(payload(1));
    const last = await one.stream.next();
    expect(last).toMatchObject(fault('INTERNAL', { requestId: one.stream.headers['x-request-id'] }));
    expect(Object.keys(last.errors?.[0] ?? {}).toSorted()).toEqual(['extensions', 'message']);
    expect(JSON.stringify(last)).not.toContain('canary-4711');
    await one.stream.finished();
  });

  it('that ends before anything came, though nothing is wrong with it, ends with a fault', async () => {
    await using one = await subscribed(server);
    const extensions = { code: 'SUPERGRAPH_CHANGED' };
    one.feed.end({ errors: [new GraphQLError('The graph has changed.', { extensions })] });
    expect(await one.stream.next()).toEqual({
      payload: null,
      errors: [{ message: 'The graph has changed.', extensions }],
    });
    await one.stream.finished();
  });

  it('whose last result has data ends with that', async () => {
    await using one = await subscribed(server);
    one.feed.push(feedEvent(1));
    one.feed.end(feedEvent(2).answer);
    expect([await one.stream.next(), await one.stream.next()]).toEqual([payload(1), payload(2)]);
    await one.stream.finished();
  });

  it('ends with a fault that can be gone on from when the server stops', async () => {
    await using one = await subscribed(server);
    const closing = server.running.close();
    expect(await one.stream.next()).toMatchObject(fault('SHUTTING_DOWN', { resumable: true }));
    await one.stream.finished();
    expect(await one.stream.ended()).toBe('complete');
    await closing;
  });

  it('closes its source when the client leaves', async () => {
    await using one = await subscribed(server);
    one.stream.reset();
    await one.feed.left.next();
    await deadline(() => server.running.operationCount === 0);
  });

  it('needs a proof from a GET that no page made a browser send it', async () => {
    const address = `${server.url}/graphql?query=${encodeURIComponent(feedQuery)}`;
    const bare = await fetch(address, { headers: { accept: multipartAccept } });
    expect(bare.status).toBe(400);
    await using proven = await responseBytes(address, {
      method: 'GET',
      headers: { accept: multipartAccept, 'apollo-require-preflight': 'true' },
    });
    expect(proven.headers['content-type']).toBe(contentType);
    await server.fake.feeds.next();
    expect(server.fake.feeds.size).toBe(0);
  });

  it('is not there for HEAD', async () => {
    await using response = await responseBytes(`${server.url}/graphql?query=${encodeURIComponent(feedQuery)}`, {
      method: 'HEAD',
      headers: { accept: multipartAccept, 'apollo-require-preflight': 'true' },
    });
    expect([response.headers['content-type'], await response.ended()]).toEqual([contentType, 'complete']);
    expect(server.fake.feeds.size).toBe(0);
  });
});

describe('the viewer of a subscription in parts', () => {
  it('is refused with a fault when the token expires', async () => {
    await using server = await testServer({ viewers: testViewers(1_500) });
    await using one = await subscribed(server, 'soon');
    one.feed.push(feedEvent(1));
    expect(await one.stream.next()).toEqual(payload(1));
    expect(await one.stream.next()).toMatchObject(fault('UNAUTHENTICATED'));
    await one.stream.finished();
    await one.feed.left.next();
  });

  it('is another one as soon as memberships change', async () => {
    const viewers = changingViewers();
    await using server = await testServer({ viewers });
    await using one = await subscribed(server, 'ada');
    viewers.change('ada', [{ projectId: 'project_1', role: 'MEMBER' }]);
    expect(await one.feed.renewed.next()).toMatchObject({ viewer: { memberships: [{ projectId: 'project_1' }] } });
  });

  it('is refused before it begins in JSON, with a status', async () => {
    await using server = await testServer({ limits: { streams: { perViewer: 1, perAddress: 10 } } });
    const ask = (authorization: string) =>
      server.post({ query: feedQuery }, { accept: multipartAccept, authorization });
    const forged = await ask('Bearer forged');
    expect([forged.status, forged.headers.get('content-type')]).toEqual([401, 'application/json; charset=utf-8']);
    await using one = await subscribed(server, 'ada');
    const tooMany = await ask('Bearer ada');
    expect([tooMany.status, await tooMany.json()]).toMatchObject([429, { errors: [{ extensions: { limit: 1 } }] }]);
    one.feed.push(feedEvent(1));
    expect(await one.stream.next()).toEqual(payload(1));
  });
});

describe('a slow reader of a subscription in parts', () => {
  it('gets the latest state of each key, with the number of those that were merged', async () => {
    await using server = await testServer();
    await using one = await subscribed(server);
    one.feed.push(fat);
    for (const [n, key] of [
      [1, 'a'],
      [2, 'b'],
      [3, 'a'],
      [4, 'a'],
    ] as const)
      one.feed.push(feedEvent(n, { key }));
    expect(numberOf(await one.stream.next())).toBe(0);
    expect([await one.stream.next(), await one.stream.next()]).toEqual([payload(2), payload(4, 2)]);
  });

  it('of a log gets what was kept for it, then a fault that can be gone on from', async () => {
    const counts = countingObserver();
    await using server = await testServer({ observer: counts.observer, limits: { clientQueueEvents: 2 } });
    await using one = await subscribed(server);
    one.feed.push(fat, feedEvent(1), feedEvent(2), feedEvent(3));
    expect(one.feed.hasLeft).toBe(true);
    expect(numberOf(await one.stream.next())).toBe(0);
    expect([await one.stream.next(), await one.stream.next()]).toEqual([payload(1), payload(2)]);
    expect(await one.stream.next()).toMatchObject(fault('TOO_SLOW', { resumable: true }));
    await one.stream.finished();
    expect(await counts.ended.next()).toBe('too_slow');
  });

  it('that never reads is cut off, while the others get everything', async () => {
    await using server = await testServer({ times: { stallMs: 1_000 } });
    await using one = await subscribed(server);
    await using other = await subscribed(server);
    one.stream.pause();
    const first = huge(0);
    for (const { feed } of [one, other]) feed.push(first, feedEvent(1), feedEvent(2));
    expect(numberOf(await other.stream.next(20_000))).toBe(0);
    await one.feed.left.next();
    expect([await other.stream.next(), await other.stream.next()]).toEqual([payload(1), payload(2)]);
    one.stream.resume();
    expect(await one.stream.ended()).toBe('aborted');
  });
});

describe('a client that takes subscriptions in parts', () => {
  it.each([multipartAccept, 'multipart/mixed;subscriptionSpec=1.0'])(
    'gets queries and mutations as JSON (%s)',
    async (accept) => {
      await using server = await testServer();
      const query = await server.post({ query: '{ greet }' }, { accept });
      expect(query.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(await query.json()).toEqual({ data: { greet: 'Hello, world' } });
      const mutation = await server.post({ query: 'mutation { touch }' }, { accept });
      expect(await mutation.json()).toEqual({ data: { touch: 1 } });
    },
  );

  it('gets a list of queries as a list', async () => {
    await using server = await testServer({ settings: { MAX_BATCH: '2' } });
    const accept = 'application/json, multipart/mixed;subscriptionSpec=1.0';
    const response = await server.post([{ query: '{ greet }' }, { query: feedQuery }], { accept });
    expect(await response.json()).toMatchObject([
      { data: { greet: 'Hello, world' } },
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });

  it('of another version of the protocol gets no stream, and is told which there is', async () => {
    await using server = await testServer();
    const only = await server.post({ query: feedQuery }, { accept: 'multipart/mixed;subscriptionSpec=2.0' });
    expect(only.status).toBe(406);
    const either = await server.post(
      { query: feedQuery },
      { accept: 'multipart/mixed;subscriptionSpec=2.0, application/json' },
    );
    expect(await either.json()).toMatchObject({
      errors: [{ message: expect.stringContaining('subscriptionSpec=1.0'), extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});
