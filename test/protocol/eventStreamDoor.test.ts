import { describe, expect, it } from 'vitest';
import { changingViewers } from '../kit/changingViewers.ts';
import { countingObserver } from '../kit/countingObserver.ts';
import { deadline } from '../kit/deadline.ts';
import { feedEvent } from '../kit/fakeFeed.ts';
import { responseBytes } from '../kit/responseBytes.ts';
import { sseClient } from '../kit/sseClient.ts';
import { feedClient, feedQuery, huge } from './feedClient.ts';
import { type TestServer, testServer, testViewers } from './testServer.ts';

const refused = { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] };
const member = [{ projectId: 'project_1', role: 'MEMBER' }] as const;
const manager = [{ projectId: 'project_1', role: 'MANAGER' }] as const;

describe('the viewer of a stream of server-sent events', () => {
  it('is refused when the token expires, and told how to go on; what was kept is not sent any more', async () => {
    const counts = countingObserver();
    await using server = await testServer({ observer: counts.observer, viewers: testViewers(1_500) });
    await using one = await feedClient(server, 'soon');
    one.stream.pause();
    one.feed.push(huge(1), feedEvent(2), feedEvent(3));
    await one.feed.left.next();
    expect(await counts.ended.next()).toBe('unauthorized');
    one.stream.resume();
    expect(await one.next()).toEqual([1, 0]);
    const last = await one.stream.next();
    expect(last).toMatchObject(refused);
    expect(last.errors?.[0]?.message).toMatch(/connect again with a new one and the last cursor/);
    expect(one.stream.lastEventId).toBe('c1');
    expect((await one.stream.nextEvent()).event).toBe('complete');
  });

  it('is another one for the subscription as soon as memberships change', async () => {
    const viewers = changingViewers();
    await using server = await testServer({ viewers });
    await using one = await feedClient(server, 'ada');
    await using other = await feedClient(server, 'eva');
    viewers.change('ada', member);
    expect(await one.feed.renewed.next()).toMatchObject({ viewer: { userId: 'user_ada', memberships: member } });
    viewers.change('eva', member);
    expect(await other.feed.renewed.next()).toMatchObject({ viewer: { userId: 'user_eva' } });
    expect(one.feed.renewed.size).toBe(0);
    for (const subject of ['ada', 'eva']) viewers.set(subject, []);
    viewers.tellEverybody();
    for (const { feed } of [one, other]) {
      expect(await feed.renewed.next()).toMatchObject({ viewer: { memberships: [] } });
    }
    one.feed.push(feedEvent(1));
    expect(await one.next()).toEqual([1, 0]);
  });

  it('is what the accounts said last, whichever of their answers comes last', async () => {
    const viewers = changingViewers();
    await using server = await testServer({ viewers });
    await using one = await feedClient(server, 'ada');
    viewers.isHeld = true;
    viewers.change('ada', []);
    viewers.change('ada', member);
    const [older, newer] = [await viewers.asked.next(), await viewers.asked.next()];
    newer();
    older();
    expect(await one.feed.renewed.next()).toMatchObject({ viewer: { memberships: member } });
    viewers.isHeld = false;
    viewers.change('ada', manager);
    expect(await one.feed.renewed.next()).toMatchObject({ viewer: { memberships: manager } });
    expect(one.feed.renewed.size).toBe(0);
  });

  it('is known anew when it changes while the subscription is being opened', async () => {
    const viewers = changingViewers();
    await using server = await testServer({ viewers });
    viewers.isHeld = true;
    const subscribing = feedClient(server, 'ada');
    (await viewers.asked.next())(); // at the door
    const opening = await viewers.asked.next();
    viewers.isHeld = false;
    viewers.change('ada', member);
    opening(); // what was asked before the change
    await using one = await subscribing;
    expect(one.feed.context.viewer).toMatchObject({ memberships: member });
  });

  it('is refused as soon as nobody has the identity any more, and others are not', async () => {
    const viewers = changingViewers();
    await using server = await testServer({ viewers });
    await using one = await feedClient(server, 'ada');
    await using other = await feedClient(server, 'eva');
    viewers.change('ada', null);
    await one.feed.left.next();
    expect(await one.stream.next()).toMatchObject(refused);
    expect((await one.stream.nextEvent()).event).toBe('complete');
    other.feed.push(feedEvent(1));
    expect(await other.next()).toEqual([1, 0]);
  });

  it('is listened for no longer than the server runs', async () => {
    const viewers = changingViewers();
    const server = await testServer({ viewers });
    expect(viewers.listeners).toBe(1);
    await server.running.close();
    expect(viewers.listeners).toBe(0);
  });
});

describe('limits of subscriptions over HTTP', () => {
  const limits = { streams: { perViewer: 2, perAddress: 4 } };
  const ask = (server: TestServer, token?: string) =>
    sseClient(server.url, token === undefined ? {} : { token }).subscribe({ query: feedQuery });

  it('hold for one viewer: one too many is 429, others are not touched, and one that is closed makes room', async () => {
    await using server = await testServer({ viewers: changingViewers(), limits });
    await using first = await feedClient(server, 'ada');
    await using second = await feedClient(server, 'ada');
    const refusal = await server.post(
      { query: feedQuery },
      { accept: 'text/event-stream', authorization: 'Bearer ada' },
    );
    expect([refusal.status, refusal.headers.get('content-type')]).toEqual([429, 'application/json; charset=utf-8']);
    expect(await refusal.json()).toEqual({
      errors: [
        {
          message: 'One viewer may have 2 subscriptions open over HTTP; close one first.',
          extensions: { code: 'LIMIT_REACHED', limit: 2 },
        },
      ],
    });
    await using other = await feedClient(server, 'eva');
    other.feed.push(feedEvent(1));
    expect(await other.next()).toEqual([1, 0]);
    await first[Symbol.asyncDispose]();
    await first.feed.left.next();
    await deadline(() => server.running.operationCount === 2);
    await using again = await feedClient(server, 'ada');
    for (const { feed } of [second, again]) feed.push(feedEvent(1));
    expect([await second.next(), await again.next()]).toEqual([
      [1, 0],
      [1, 0],
    ]);
  });

  it('hold for one address, whoever it is; queries go on', async () => {
    await using server = await testServer({ limits });
    const clients = [];
    for (let count = 0; count < 4; count += 1) clients.push(await feedClient(server));
    await using refusal = await ask(server);
    expect(refusal.status).toBe(429);
    await using query = await sseClient(server.url).subscribe({ query: '{ greet }' });
    expect(await query.next()).toEqual({ data: { greet: 'Hello, world' } });
    for (const client of clients) await client[Symbol.asyncDispose]();
    await deadline(() => server.running.operationCount === 0);
    await using again = await ask(server);
    expect(again.status).toBe(200);
  });
});

describe('the door of server-sent events', () => {
  it('is chosen by what the client would rather have', async () => {
    await using server = await testServer();
    const typeOf = async (query: string, accept: string): Promise<readonly unknown[]> => {
      await using response = await responseBytes(`${server.url}/graphql`, {
        method: 'POST',
        headers: { accept },
        body: { query },
      });
      return [response.status, response.headers['content-type']?.split(';')[0]];
    };
    const both = 'application/json, text/event-stream;q=0.9';
    expect(await typeOf('{ greet }', both)).toEqual([200, 'application/json']);
    expect(await typeOf('{ nothing }', both)).toEqual([200, 'application/json']);
    expect(await typeOf(feedQuery, both)).toEqual([200, 'text/event-stream']);
    expect(await typeOf('{ greet }', 'text/event-stream, */*')).toEqual([200, 'text/event-stream']);
    expect(await typeOf('{ nothing }', 'text/event-stream, */*')).toEqual([200, 'text/event-stream']);
    expect(await typeOf(feedQuery, 'text/event-stream;q=0')).toEqual([406, 'application/json']);
    expect(await typeOf(feedQuery, 'text/html')).toEqual([406, 'application/json']);
    expect(await typeOf(feedQuery, '*/*')).toEqual([200, 'application/json']);
  });

  it('answers HEAD with its headers, and runs nothing', async () => {
    await using server = await testServer();
    for (const query of [feedQuery, '{ slow }', '{ nothing }']) {
      await using response = await responseBytes(`${server.url}/graphql?query=${encodeURIComponent(query)}`, {
        method: 'HEAD',
        headers: { accept: 'text/event-stream' },
      });
      expect([response.status, response.headers['content-type']]).toEqual([200, 'text/event-stream; charset=utf-8']);
      expect(await response.ended()).toBe('complete');
    }
    expect([server.fake.feeds.size, server.fake.waiting.size, server.running.operationCount]).toEqual([0, 0, 0]);
  });

  it.each(['PUT', 'DELETE', 'PATCH'])('refuses %s with 405 and what it takes', async (method) => {
    await using server = await testServer();
    const response = await fetch(`${server.url}/graphql`, { method, headers: { accept: 'text/event-stream' } });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  it('refuses several operations in one request, which streams do not have', async () => {
    await using server = await testServer({ settings: { MAX_BATCH: '5' } });
    const response = await server.post([{ query: '{ greet }' }], { accept: 'text/event-stream' });
    expect(response.status).toBe(400);
  });

  it('refuses a bare GET that would rather have something else, as any page could send it', async () => {
    await using server = await testServer();
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent(feedQuery)}`, {
      headers: { accept: 'application/json, text/event-stream' },
    });
    expect(response.status).toBe(400);
    expect(server.fake.feeds.size).toBe(0);
  });

  it('gives the errors of a query beside its data, with where they are', async () => {
    await using server = await testServer();
    await using stream = await sseClient(server.url).subscribe({ query: '{ greet refuses fails }' });
    expect(await stream.next()).toMatchObject({
      data: { greet: 'Hello, world', refuses: null, fails: null },
      errors: [
        { path: ['refuses'], extensions: { code: 'NOT_FOUND', argument: 'id' } },
        { path: ['fails'], extensions: { code: 'INTERNAL', requestId: stream.headers['x-request-id'] } },
      ],
    });
    expect(await stream.nextEvent()).toEqual({ event: 'complete', data: '', id: null });
    expect(await stream.ended()).toBe('complete');
  });

  it('cancels a query when the client leaves', async () => {
    await using server = await testServer();
    const stream = await sseClient(server.url).subscribe({ query: '{ slow }' });
    const context = await server.fake.waiting.next();
    await stream[Symbol.asyncDispose]();
    await deadline(() => context.signal.aborted && server.running.operationCount === 0);
  });

  it('runs a mutation once by POST', async () => {
    await using server = await testServer();
    await using stream = await sseClient(server.url).subscribe({ query: 'mutation { touch }' });
    expect(await stream.next()).toEqual({ data: { touch: 1 } });
    expect(server.fake.touches).toBe(1);
  });

  it('asks for parts of a deferred answer no faster than they are read', async () => {
    await using server = await testServer({ times: { stallMs: 1_000 } });
    const query = '{ deferred { now ... @defer { later } } }';
    await using stream = await sseClient(server.url).subscribe({ query });
    const parts = await server.fake.deferring.next();
    expect(parts.context.inParts).toBe(true);
    await stream.next();
    stream.pause();
    for (let n = 0; n < 20; n += 1)
      parts.send({ path: ['deferred'], data: JSON.stringify({ later: 'x'.repeat(1_000_000) }) });
    expect(await server.fake.closed.next()).toBe(parts.context);
    await deadline(() => server.running.operationCount === 0);
  });
});
