import { request as httpRequest } from 'node:http';
import { GraphQLError } from 'graphql';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changingViewers } from '../kit/changingViewers.ts';
import { countingObserver } from '../kit/countingObserver.ts';
import { deadline } from '../kit/deadline.ts';
import { feedEvent } from '../kit/fakeFeed.ts';
import { type ResponseBytes, responseBytes } from '../kit/responseBytes.ts';
import { sseClient } from '../kit/sseClient.ts';
import { fat, feedClient, feedQuery, goodbye, huge, tooSlow } from './feedClient.ts';
import { type TestServer, testServer } from './testServer.ts';

const ticks = 'subscription($after: String) { ticks(after: $after) { n cursor } }';
const sse = { accept: 'text/event-stream' };

const raw = (server: TestServer, body: unknown, headers = {}): Promise<ResponseBytes> =>
  responseBytes(`${server.url}/graphql`, { method: 'POST', headers: { ...sse, ...headers }, body });

describe('events over server-sent events', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await testServer();
  });
  afterEach(async () => await server[Symbol.asyncDispose]());

  it('come in exactly these bytes', async () => {
    await using response = await raw(server, { query: feedQuery });
    const feed = await server.fake.feeds.next();
    feed.push(feedEvent(1));
    feed.end();
    expect(await response.until('complete')).toBe(
      ':\nretry: 2000\n\n' +
        'event: next\nid: c1\ndata: {"data":{"feed":{"n":1,"merged":0,"text":""}}}\n\n' +
        'event: complete\ndata:\n\n',
    );
    expect(await response.ended()).toBe('complete');
  });

  it('begin with one hint of when to connect again', async () => {
    await using quick = await testServer({ times: { pingMs: 20 } });
    await using one = await feedClient(quick);
    for (let count = 0; count < 3; count += 1) expect(await one.stream.nextComment()).toBe('');
    expect(one.stream.retries).toEqual([2_000]);
  });

  it('have the cursor of the event as id, whether the client asked for it or not', async () => {
    await using one = await feedClient(server);
    one.feed.push(feedEvent(7), { ...feedEvent(8), cursor: null }, { ...feedEvent(9), cursor: 'a:b=Grüße 🚀' });
    const ids = [await one.stream.nextEvent(), await one.stream.nextEvent(), await one.stream.nextEvent()];
    expect(ids.map(({ id }) => id)).toEqual(['c7', null, 'a:b=Grüße 🚀']);
  });

  it.each(['', 'a\rid: b', 'a\nid: b', 'a\r\n\r\nevent: next', 'a\0', 'a\u0085b'])(
    'have no id when the cursor is %j, which cannot stand in its line or come back',
    async (cursor) => {
      await using one = await feedClient(server);
      one.feed.push({ ...feedEvent(1), cursor }, feedEvent(2));
      expect(await one.stream.nextEvent()).toMatchObject({ event: 'next', id: null });
      expect((await one.stream.nextEvent()).id).toBe('c2');
    },
  );

  it('that came together go out in one piece', async () => {
    await using response = await raw(server, { query: feedQuery });
    const feed = await server.fake.feeds.next();
    await response.until('retry');
    const before = response.pieces.length;
    feed.push(feedEvent(1), feedEvent(2), feedEvent(3));
    await response.until('id: c3');
    expect(response.pieces).toHaveLength(before + 1);
  });

  it('keep their order, also when the reader falls behind', async () => {
    await using one = await feedClient(server);
    for (let n = 0; n < 300; n += 10) {
      const batch = Array.from({ length: 10 }, (_, index) => feedEvent(n + index, { text: 'x'.repeat(3_000) }));
      one.feed.push(...batch);
    }
    for (let n = 0; n < 300; n += 1) expect(await one.next()).toEqual([n, 0]);
    expect(one.stream.lastEventId).toBe('c299');
  });

  it('are serialised once for all clients', async () => {
    await using one = await feedClient(server);
    await using other = await feedClient(server);
    const event = feedEvent(1);
    one.feed.push(event);
    const { bytes } = event;
    expect(bytes).toBeInstanceOf(Buffer);
    other.feed.push(event);
    expect(event.bytes).toBe(bytes);
    expect(await one.stream.nextEvent()).toEqual(await other.stream.nextEvent());
    const sent = { ...feedEvent(2), bytes: Buffer.from('{"data":"by another door"}') };
    one.feed.push(sent);
    expect((await one.stream.nextEvent()).data).toBe('{"data":"by another door"}');
  });

  it('of a gap pass as they are', async () => {
    const data = { feed: { n: 1, gap: { missed: 12, from: 'c1', to: 'c13' } } };
    await using one = await feedClient(server);
    one.feed.push({ ...feedEvent(13), answer: { data: JSON.stringify(data) } });
    expect(await one.stream.next()).toEqual({ data });
    expect(one.stream.lastEventId).toBe('c13');
  });

  it('go on behind the last one that was read when the client connects again', async () => {
    const client = sseClient(server.url);
    const first = await client.subscribe({ query: ticks }, { method: 'GET' });
    const source = await server.fake.opened.next();
    for (const n of [1, 2, 3]) source.emit({ cursor: `c${n}`, n });
    await first.next();
    await first.next();
    const lastEventId = first.lastEventId ?? '';
    await first[Symbol.asyncDispose]();
    await using again = await client.subscribe({ query: ticks }, { method: 'GET', lastEventId });
    const resumed = await server.fake.opened.next();
    expect(resumed.arguments).toEqual({ after: 'c2' });
    resumed.emit({ cursor: 'c3', n: 3 });
    expect(await again.next()).toMatchObject({ data: { ticks: { n: 3 } } });
  });

  it('go on behind a cursor that is not ASCII, which browsers send in UTF-8', async () => {
    const lastEventId = Buffer.from('Grüße 🚀').toString('latin1');
    await using stream = await sseClient(server.url).subscribe({ query: ticks }, { lastEventId, method: 'GET' });
    expect((await server.fake.opened.next()).arguments).toEqual({ after: 'Grüße 🚀' });
    expect(stream.status).toBe(200);
  });

  it('with errors do not end the stream, and faults are masked', async () => {
    await using one = await feedClient(server);
    const errors = [new GraphQLError('canary-4711: a password')];
    one.feed.push({ ...feedEvent(1), answer: { data: '{"feed":null}', errors } }, feedEvent(2));
    const result = await one.stream.next();
    expect(result).toMatchObject({ data: { feed: null }, errors: [{ extensions: { code: 'INTERNAL' } }] });
    expect(JSON.stringify(result)).not.toContain('canary-4711');
    expect(await one.next()).toEqual([2, 0]);
    expect(server.faults).toHaveLength(1);
  });

  it('carry any text, however it is cut into pieces', async () => {
    const text = 'Größe 漢字 🚀 "\\\n\r\u2028 '.repeat(20_000);
    await using one = await feedClient(server);
    one.feed.push(feedEvent(1, { text }));
    expect(await one.stream.next()).toMatchObject({ data: { feed: { text } } });
  });

  it('end with what the source says last, which has no id', async () => {
    await using one = await feedClient(server);
    one.feed.push(feedEvent(1));
    one.feed.end({ data: '{"feed":{"n":2}}' });
    await one.stream.next();
    expect(await one.stream.nextEvent()).toEqual({ event: 'next', data: '{"data":{"feed":{"n":2}}}', id: null });
    expect(await one.stream.nextEvent()).toEqual({ event: 'complete', data: '', id: null });
  });
});

describe('a slow reader of server-sent events', () => {
  it('gets the latest state of each key, with the number of those that were merged', async () => {
    const { observer, ...counts } = countingObserver();
    await using server = await testServer({ observer });
    await using one = await feedClient(server);
    one.feed.push(fat);
    for (const [n, key] of [
      [1, 'a'],
      [2, 'b'],
      [3, 'a'],
      [4, 'a'],
    ] as const)
      one.feed.push(feedEvent(n, { key }));
    expect([await one.next(), await one.next(), await one.next()]).toEqual([
      [0, 0],
      [2, 0],
      [4, 2],
    ]);
    one.feed.push(feedEvent(5, { key: 'a' }));
    expect(await one.next()).toEqual([5, 0]);
    expect(counts.ended.size).toBe(0);
  });

  it('of a log gets what was kept for it, then a reason to resume; its source is left at once', async () => {
    const counts = countingObserver();
    await using server = await testServer({ observer: counts.observer, limits: { clientQueueEvents: 2 } });
    await using one = await feedClient(server);
    one.feed.push(fat, feedEvent(1));
    one.feed.push(feedEvent(2), feedEvent(3), feedEvent(4));
    expect(one.feed.hasLeft).toBe(true);
    expect(await counts.ended.next()).toBe('too_slow');
    for (const n of [0, 1, 2]) expect(await one.next()).toEqual([n, 0]);
    expect(one.stream.lastEventId).toBe('c2');
    expect(await one.stream.next()).toMatchObject(tooSlow);
    expect((await one.stream.nextEvent()).event).toBe('complete');
    expect(await one.stream.ended()).toBe('complete');
    expect(counts.delivered).toBe(3);
  });

  it('is bounded in bytes as well', async () => {
    await using server = await testServer({ limits: { clientQueueBytes: 1_000 } });
    await using one = await feedClient(server);
    one.feed.push(fat, feedEvent(1, { text: 'x'.repeat(800) }), feedEvent(2, { text: 'x'.repeat(800) }));
    expect([await one.next(), await one.next()]).toEqual([
      [0, 0],
      [1, 0],
    ]);
    expect(await one.stream.next()).toMatchObject(tooSlow);
  });

  it('lets a source that waits for it know when it has read', async () => {
    await using server = await testServer();
    await using one = await feedClient(server);
    one.stream.pause();
    let hasRead = false;
    const read = Promise.resolve(one.feed.offer(huge(0), feedEvent(1))).then(() => {
      hasRead = true;
    });
    await (await server.post({ query: '{ greet }' })).text();
    expect(hasRead).toBe(false);
    one.stream.resume();
    await read;
    for (const n of [0, 1]) expect(await one.next()).toEqual([n, 0]);
    expect(one.feed.offer(feedEvent(2))).toBeUndefined();
  });

  it('that leaves keeps no source waiting', async () => {
    await using server = await testServer();
    await using one = await feedClient(server);
    one.stream.pause();
    const read = one.feed.offer(huge(0), feedEvent(1));
    await one.stream[Symbol.asyncDispose]();
    await one.feed.left.next();
    await read;
  });

  it('that never reads is cut off, while the others get everything', async () => {
    const counts = countingObserver();
    await using server = await testServer({ observer: counts.observer, times: { stallMs: 1_000 } });
    await using one = await feedClient(server);
    await using other = await feedClient(server);
    one.stream.pause();
    const first = huge(0);
    one.feed.push(first);
    other.feed.push(first);
    for (let n = 1; n <= 500; n += 1) {
      const event = feedEvent(n);
      one.feed.push(event);
      other.feed.push(event);
    }
    await one.feed.left.next();
    expect(await counts.ended.next()).toBe('too_slow');
    for (let n = 0; n <= 500; n += 1) expect(await other.next(20_000)).toEqual([n, 0]);
    one.stream.resume();
    expect(await one.stream.ended()).toBe('aborted');
    expect(other.feed.hasLeft).toBe(false);
  });

  it.each([
    ['why its stream ended', [huge(0), feedEvent(1), feedEvent(2)]],
    ['its last result', []],
  ])('that does not even read %s is cut off', async (_what, events) => {
    await using server = await testServer({ times: { stallMs: 1_000 }, limits: { clientQueueEvents: 1 } });
    await using one = await feedClient(server);
    one.stream.pause();
    one.feed.push(...events);
    one.feed.end(huge(9).answer);
    expect(server.running.operationCount).toBe(1); // it may still read
    await deadline(() => server.running.operationCount === 0);
    one.stream.resume();
    expect(await one.stream.ended()).toBe('aborted');
  });

  it('is sent no signs of life on top', async () => {
    await using server = await testServer({ times: { pingMs: 5 } });
    await using response = await raw(server, { query: feedQuery });
    const feed = await server.fake.feeds.next();
    response.pause();
    feed.push(huge(0));
    await using other = await feedClient(server);
    for (let count = 0; count < 20; count += 1) await other.stream.nextComment();
    response.resume();
    feed.end();
    const text = await response.until('event: complete', 20_000);
    expect(text.slice(text.indexOf('event: next'))).toMatch(
      /^event: next\nid: c0\ndata: \{[^\n]+\n\n(:\n\n){0,3}event: complete/,
    );
  });

  it('is told of a stop after what was kept for it', async () => {
    await using server = await testServer({ times: { drainMs: 5_000 } });
    await using one = await feedClient(server);
    one.feed.push(fat, feedEvent(1), feedEvent(2));
    const closing = server.running.close();
    for (const n of [0, 1, 2]) expect(await one.next()).toEqual([n, 0]);
    expect(await one.stream.next()).toMatchObject(goodbye);
    expect((await one.stream.nextEvent()).event).toBe('complete');
    await closing;
  });
});

describe('a client of server-sent events that leaves', () => {
  it.each(['finish', 'reset'] as const)('by %s closes its source at once', async (how) => {
    const counts = countingObserver();
    await using server = await testServer({ observer: counts.observer });
    await using response = await raw(server, { query: feedQuery });
    const feed = await server.fake.feeds.next();
    feed.push(feedEvent(1));
    await response.until('id: c1');
    response[how]();
    await feed.left.next();
    expect(await counts.ended.next()).toBe('client_left');
    await deadline(() => server.running.operationCount === 0);
    expect([counts.joined, counts.delivered]).toEqual([1, 1]);
  });

  it('while it is being identified opens nothing', async () => {
    const viewers = changingViewers();
    viewers.isHeld = true;
    await using server = await testServer({ viewers });
    const request = httpRequest(`${server.url}/graphql?query=${encodeURIComponent(feedQuery)}`, {
      headers: { ...sse, authorization: 'Bearer ada' },
      agent: false,
    });
    request.on('error', () => undefined).end();
    const answer = await viewers.asked.next();
    request.destroy();
    await (await server.post({ query: '{ greet }' })).text(); // by now the server knows that it has left
    viewers.isHeld = false;
    answer();
    await using one = await feedClient(server);
    one.feed.push(feedEvent(1));
    expect(await one.next()).toEqual([1, 0]);
    expect([server.fake.feeds.size, server.running.operationCount]).toEqual([0, 1]);
  });

  it('can be told from a source that ended', async () => {
    const counts = countingObserver();
    await using server = await testServer({ observer: counts.observer });
    await using one = await feedClient(server);
    one.feed.end();
    expect((await one.stream.nextEvent()).event).toBe('complete');
    expect(await counts.ended.next()).toBe('source_completed');
    await using other = await feedClient(server);
    other.feed.end({ errors: [] });
    expect(await counts.ended.next()).toBe('source_failed');
  });
});
