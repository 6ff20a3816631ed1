import { describe, expect, it } from 'vitest';
import { eventStreamClient } from '../../gateway/subgraph/eventStreamClient.ts';
import type { SubgraphResponse } from '../../gateway/subgraph/subgraphClient.ts';
import type { StreamingSubgraph, SubscriptionTransport } from '../../gateway/subgraph/subscriptionTransport.ts';
import { deadline } from '../kit/deadline.ts';
import { type ScriptedResponse, type ScriptedResponses, scriptedResponses } from '../kit/scriptedResponses.ts';
import { servedLive, subscription } from './liveSubgraph.ts';

const forever = (): AbortSignal => new AbortController().signal;
const lost = { code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'far', resumable: true } };
const malformed = { code: 'SUBGRAPH_MALFORMED', details: { subgraph: 'far' } };
const asked = subscription('subscription { pushed(to: "here") }', { variables: { a: 1 } });

interface Far extends AsyncDisposable {
  readonly server: ScriptedResponses;
  readonly client: SubscriptionTransport;
}

/** A client and a subgraph that answers only what a test lets it answer. */
async function far(options: Partial<StreamingSubgraph> = {}): Promise<Far> {
  const server = await scriptedResponses();
  let tokens = 0;
  const sign = async (): Promise<string> => {
    tokens += 1;
    return `token ${tokens}`;
  };
  const client = eventStreamClient({ name: 'far', url: server.url, sign, ...options });
  return {
    server,
    client,
    async [Symbol.asyncDispose]() {
      await client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

interface Opened extends ScriptedResponse {
  readonly stream: AsyncIterableIterator<SubgraphResponse>;
}

async function open({ client, server }: Far): Promise<Opened> {
  const opening = client.subscribe(asked, forever());
  const request = await server.requests.next();
  request.begin();
  return { ...request, stream: await opening };
}

/** The events of a stream, and in the end what it failed with. */
async function all(stream: AsyncIterableIterator<SubgraphResponse>): Promise<unknown[]> {
  const events: unknown[] = [];
  try {
    for await (const event of stream) events.push(event);
  } catch (error) {
    events.push(error);
  }
  return events;
}

const event = (pushed: string) => ({ data: { pushed } });
const next = (pushed: string): string => `event: next\ndata: ${JSON.stringify(event(pushed))}\n\n`;
const complete = 'event: complete\ndata:\n\n';

describe('a subscription by server-sent events', () => {
  it('is a POST that takes an event stream and says who is asking, with a token of its own', async () => {
    await using it = await far();
    const { method, headers, body } = await open(it);
    expect(method).toBe('POST');
    expect(headers).toMatchObject({
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'x-request-id': 'r1',
      'weft-viewer': 'token 1',
    });
    expect(JSON.parse(body)).toEqual({ query: asked.query, variables: { a: 1 } });
    expect((await open(it)).headers['weft-viewer']).toBe('token 2');
  });

  it.each([
    ['as they are', [next('1'), next('2'), complete]],
    ['all in one piece', [next('1') + next('2') + complete]],
    ['in pieces', [...next('1'), ...next('2'), ...complete]],
    ['with other ends of lines', [(next('1') + next('2') + complete).replaceAll('\n', '\r\n')]],
    ['between comments', [':\n\n', next('1'), ': ping\n\n', next('2'), ':\n\n', complete]],
    ['with fields that are of no use here', [`id: 1\nretry: 5\nother: x\n${next('1')}`, next('2'), complete]],
    ['without a name', [next('1').replace('event: next\n', ''), next('2'), complete]],
    ['among events of other names', [next('1'), 'event: ping\ndata: x\n\n', next('2'), complete]],
    ['in several lines', [next('1'), 'event: next\ndata: {"data":\ndata: {"pushed":"2"}}\n\n', complete]],
    ['before an end without data', [next('1'), next('2'), 'event: complete\n\n']],
  ])('gives its events, %s', async (_, pieces) => {
    await using it = await far();
    const { stream, response } = await open(it);
    const events = all(stream);
    for (const piece of pieces) await new Promise((resolve) => response.write(piece, resolve));
    response.end();
    expect(await events).toEqual([event('1'), event('2')]);
  });

  it('reads text whose characters are cut in two', async () => {
    await using it = await far();
    const { stream, response } = await open(it);
    const first = stream.next();
    for (const byte of Buffer.from(next('超算')))
      await new Promise((resolve) => response.write(Buffer.of(byte), resolve));
    expect((await first).value).toEqual(event('超算'));
  });

  it('closes its response at the end, whether or not the subgraph does', async () => {
    await using it = await far();
    const { stream, response, closed } = await open(it);
    response.write(next('1') + complete + next('too late'));
    expect(await all(stream)).toEqual([event('1')]);
    await closed;
  });

  it.each([
    ['ends without saying that it is complete', '', lost],
    ['ends in the middle of an event', 'event: next\ndata: {"da', lost],
    ['says what is not JSON', 'event: next\ndata: what\n\n', malformed],
    ['says what is not GraphQL', 'event: next\ndata: {"hello":1}\n\n', malformed],
    ['says too much at once', next('x'.repeat(3_000)), malformed],
    ['says to resume', 'data: {"errors":[{"message":"Stop","extensions":{"resumable":true}}]}\n\n', lost],
  ])('fails behind the events before when it %s', async (_, text, error) => {
    await using it = await far({ maxMessageBytes: 2_000 });
    const { stream, response, closed } = await open(it);
    response.end(next('1') + text);
    expect(await all(stream)).toMatchObject([event('1'), error]);
    await closed;
    expect((await stream.next()).done).toBe(true);
  });

  it('keeps no more of an event than it may', async () => {
    await using it = await far({ maxMessageBytes: 100_000 });
    const { stream, response, closed } = await open(it);
    const failed = expect(stream.next()).rejects.toMatchObject(malformed);
    response.write('event: next\ndata: ');
    const more = (): void => {
      if (response.writable) response.write('x'.repeat(10_000), more);
    };
    more();
    await failed;
    await closed;
  });

  it('closes its response when its reader leaves', async () => {
    await using it = await far();
    const { stream, closed } = await open(it);
    const waiting = stream.next();
    await stream.return?.();
    expect((await waiting).done).toBe(true);
    await closed;
  });
});

describe('an answer that is no event stream', () => {
  const errors = JSON.stringify({ errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }] });
  const answered = async (status: number, type: string, body: string, options: Partial<StreamingSubgraph> = {}) => {
    await using it = await far(options);
    const opening = it.client.subscribe(asked, forever()).then(all, (error: unknown) => error);
    const { response } = await it.server.requests.next();
    response.writeHead(status, { 'content-type': type }).end(body);
    return await opening;
  };

  it.each([
    [400, 'application/json'],
    [200, 'application/json; charset=utf-8'],
    [400, 'application/graphql-response+json'],
    [404, 'application/json'],
  ])('is the only result when it is GraphQL (HTTP %s, %s)', async (status, type) => {
    expect(await answered(status, type, errors)).toEqual([
      { errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }] },
    ]);
  });

  it.each([
    [404, 'text/html'],
    [302, 'text/html'],
    [429, 'application/json'],
    [500, 'application/json'],
    [502, 'text/html'],
    [503, 'text/event-stream'],
  ])('is a lost connection with HTTP %s, %s', async (status, type) => {
    expect(await answered(status, type, errors)).toMatchObject(lost);
  });

  it.each([401, 403])('is a refusal with HTTP %s', async (status) => {
    const error = await answered(status, 'application/json', errors);
    expect(error).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'far' } });
    expect(error).not.toMatchObject(lost);
  });

  it.each([
    ['text/html', '<h1>Welcome</h1>', {}],
    ['application/json', 'what', {}],
    ['application/json', '[]', {}],
    ['application/json', JSON.stringify({ errors: [{ message: 'x'.repeat(3_000) }] }), { maxMessageBytes: 2_000 }],
  ])('is malformed as %s (%#)', async (type, body, options) => {
    expect(await answered(200, type, body, options)).toMatchObject(malformed);
  });
});

describe('a reader of server-sent events that is slow', () => {
  it('slows its subgraph and loses nothing', { timeout: 120_000 }, async () => {
    await using slow = await servedLive('sse', { client: { maxMessageBytes: 2_000_000 } });
    await using fast = await servedLive('sse', { client: { maxMessageBytes: 2_000_000 } });
    const endless = subscription('subscription { endless(bytes: 1000000) }');
    const stream = await slow.client.subscribe(endless, forever());
    await stream.next();
    const other = await fast.client.subscribe(endless, forever());
    for (let count = 0; count < 100; count += 1) await other.next();
    await other.return?.();
    // What was not read waits in the buffers of the two connections through the proxy.
    expect(slow.source.pulled).toBeLessThan(50);
    for (let count = 0; count < 60; count += 1) expect((await stream.next()).done).toBe(false);
    await stream.return?.();
    await deadline(() => slow.source.flowing === 0);
  });

  it('is not taken for a subgraph that is silent', async () => {
    await using slow = await servedLive('sse', { client: { pingMs: 200 } });
    await using silent = await servedLive('sse', { client: { pingMs: 600 } });
    const stream = await slow.client.subscribe(subscription('subscription { pushed(to: "here") }'), forever());
    const first = stream.next();
    await deadline(() => slow.source.listening === 1);
    slow.source.push('here', '1');
    await first;
    const other = await silent.client.subscribe(subscription('subscription { pushed(to: "here") }'), forever());
    await expect(other.next()).rejects.toMatchObject(lost);
    slow.source.push('here', '2');
    expect((await stream.next()).value).toEqual(event('2'));
  });

  it('is cut off by its subgraph when it has not read for too long, and resumes', async () => {
    await using slow = await servedLive('sse', { times: { stallMs: 100 } });
    const stream = await slow.client.subscribe(subscription('subscription { endless(bytes: 1000000) }'), forever());
    await deadline(() => slow.source.flowing === 1);
    await deadline(() => slow.source.flowing === 0);
    const events = await all(stream);
    expect(events.length).toBeGreaterThan(1);
    expect(events.at(-1)).toMatchObject(lost);
  });
});
