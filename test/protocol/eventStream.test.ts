import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deadline } from '../kit/deadline.ts';
import { sseClient } from '../kit/sseClient.ts';
import { type TestServer, testServer } from './testServer.ts';

const ticks = 'subscription($after: String) { ticks(after: $after) { n cursor } }';
const tick = (n: number) => ({ cursor: `c${n}`, n });

describe('server-sent events', () => {
  let server: TestServer;
  beforeEach(async () => {
    server = await testServer();
  });
  afterEach(async () => await server[Symbol.asyncDispose]());
  const client = (options?: Parameters<typeof sseClient>[1]) => sseClient(server.url, options);

  it('each event is a next with its cursor as id; the end of the source is a complete with data', async () => {
    await using stream = await client().subscribe({ query: ticks });
    expect(stream.status).toBe(200);
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': expect.any(String),
    });
    const source = await server.fake.opened.next();
    source.emit(tick(1));
    source.emit(tick(2));
    source.end();
    expect(await stream.nextEvent()).toEqual({
      event: 'next',
      id: 'c1',
      data: JSON.stringify({ data: { ticks: { n: 1, cursor: 'c1' } } }),
    });
    expect(await stream.nextEvent()).toMatchObject({ event: 'next', id: 'c2' });
    expect(await stream.nextEvent()).toEqual({ event: 'complete', id: null, data: '' });
    expect(await stream.ended()).toBe('complete');
  });

  it('works by GET, as a browser does it', async () => {
    await using stream = await client().subscribe({ query: ticks, variables: { after: 'c7' } }, { method: 'GET' });
    const source = await server.fake.opened.next();
    expect(source.arguments).toEqual({ after: 'c7' });
    source.emit(tick(8));
    expect(await stream.next()).toEqual({ data: { ticks: tick(8) } });
  });

  it('resumes after Last-Event-ID, which is later than the cursor in the address', async () => {
    const operation = { query: ticks, variables: { after: 'c1' } };
    await using stream = await client().subscribe(operation, { method: 'GET', lastEventId: 'c5' });
    expect((await server.fake.opened.next()).arguments).toEqual({ after: 'c5' });
    expect(stream.status).toBe(200);
  });

  it('ignores Last-Event-ID where the operation takes no cursor', async () => {
    await using stream = await client().subscribe({ query: 'subscription { ticks { n } }' }, { lastEventId: 'c5' });
    expect((await server.fake.opened.next()).arguments).toEqual({});
    expect(stream.status).toBe(200);
  });

  it('gives no id to an event whose cursor would break its line', async () => {
    await using stream = await client().subscribe({ query: ticks });
    (await server.fake.opened.next()).emit({ cursor: 'a\nevent: forged', n: 1 });
    expect((await stream.nextEvent()).id).toBeNull();
  });

  it('gives a sign of life at once and again and again', async () => {
    await using local = await testServer({ times: { pingMs: 20 } });
    await using stream = await sseClient(local.url).subscribe({ query: ticks });
    for (let count = 0; count < 3; count += 1) expect(await stream.nextComment()).toBe('');
  });

  it('closes the source when the client leaves', async () => {
    const stream = await client().subscribe({ query: ticks });
    const source = await server.fake.opened.next();
    await stream[Symbol.asyncDispose]();
    expect(await server.fake.closed.next()).toBe(source.context);
    expect(server.running.operationCount).toBe(0);
  });

  it('closes the source also when the client left while it was being opened', async () => {
    const stream = await client().subscribe({ query: 'subscription { late { n } }' });
    const context = await server.fake.waiting.next();
    const aborted = new Promise((resolve) => context.signal.addEventListener('abort', resolve));
    await stream[Symbol.asyncDispose]();
    await aborted;
    server.fake.release();
    await server.fake.opened.next();
    expect(await server.fake.closed.next()).toBe(context);
  });

  it('cuts off a reader that does not read, and closes its source', async () => {
    await using local = await testServer({ times: { stallMs: 100 } });
    await using stream = await sseClient(local.url).subscribe({ query: 'subscription { ticks { text } }' });
    const source = await local.fake.opened.next();
    stream.pause();
    for (let n = 1; n <= 2; n += 1) source.emit({ ...tick(n), text: 'x'.repeat(16_000_000) });
    expect(await local.fake.closed.next()).toBe(source.context);
    await deadline(() => local.running.operationCount === 0);
    stream.resume();
    expect(await stream.ended()).toBe('aborted');
  });

  it('answers a query or a mutation as one next and a complete', async () => {
    await using stream = await client({ token: 'ada' }).subscribe({ query: '{ viewer }' });
    expect(await stream.next()).toEqual({ data: { viewer: 'user_ada' } });
    expect((await stream.nextEvent()).event).toBe('complete');
  });

  it('refuses a mutation by GET with 405, without running it', async () => {
    await using stream = await client().subscribe({ query: 'mutation { touch }' }, { method: 'GET' });
    expect([stream.status, stream.headers.allow]).toEqual([405, 'POST']);
    expect(server.fake.touches).toBe(0);
  });

  it.each([
    ['a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', 'subscription { nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['a source that cannot be opened', 'subscription { broken { n } }', 'SUBGRAPH_UNAVAILABLE'],
  ])('tells %s as a next event with status 200, then complete', async (_what, query, code) => {
    await using stream = await client().subscribe({ query });
    expect(stream.status).toBe(200);
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code } }] });
    expect((await stream.nextEvent()).event).toBe('complete');
    expect(await stream.ended()).toBe('complete');
  });

  it('refuses what is no GraphQL request with a status of its own', async () => {
    await using empty = await client().subscribe({ query: '' });
    expect(empty.status).toBe(400);
    await using forged = await client({ token: 'forged' }).subscribe({ query: ticks });
    expect(forged.status).toBe(401);
  });

  it('masks a source that fails', async () => {
    await using stream = await client().subscribe({ query: ticks });
    (await server.fake.opened.next()).end(new Error('canary-4711'));
    const { data } = await stream.nextEvent();
    expect(data).toContain('INTERNAL');
    expect(data).not.toContain('canary-4711');
    expect((await stream.nextEvent()).event).toBe('complete');
  });

  it('ends with the token it came with', async () => {
    await using stream = await client({ token: 'soon' }).subscribe({ query: ticks });
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect((await stream.nextEvent()).event).toBe('complete');
  });

  it('has a deadline for a query', async () => {
    await using local = await testServer({ settings: { REQUEST_TIMEOUT_MS: '50' } });
    await using stream = await sseClient(local.url).subscribe({ query: '{ slow }' });
    expect(await stream.next()).toMatchObject({ errors: [{ extensions: { code: 'SUBGRAPH_TIMEOUT' } }] });
  });
});
