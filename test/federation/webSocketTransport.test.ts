import { describe, expect, it } from 'vitest';
import type { SubgraphResponse } from '../../gateway/subgraph/subgraphClient.ts';
import type { SubscriptionTransport } from '../../gateway/subgraph/subscriptionTransport.ts';
import { type WebSocketSubgraph, webSocketClient } from '../../gateway/subgraph/webSocketClient.ts';
import type { PersonViewer, Viewer } from '../../lib/viewer.ts';
import { deadline } from '../kit/deadline.ts';
import { person } from '../kit/openedSubgraph.ts';
import { scriptedResponses } from '../kit/scriptedResponses.ts';
import { type ScriptedSocket, type ScriptedSockets, scriptedSockets } from '../kit/scriptedSockets.ts';
import { servedLive, subscription } from './liveSubgraph.ts';

const forever = (): AbortSignal => new AbortController().signal;
const lost = { code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'far', resumable: true } };
const asked = subscription('subscription { pushed(to: "here") }');

interface Far extends AsyncDisposable {
  readonly server: ScriptedSockets;
  readonly client: SubscriptionTransport;
  readonly signed: readonly Viewer[];
}

/** A client and a subgraph that says only what a test lets it say. */
async function far(options: Partial<WebSocketSubgraph> = {}): Promise<Far> {
  const server = await scriptedSockets();
  const signed: Viewer[] = [];
  const sign = async (viewer: Viewer): Promise<string> => {
    signed.push(viewer);
    return `token ${signed.length} of ${viewer.kind}`;
  };
  const client = webSocketClient({ name: 'far', url: server.url, sign, ...options });
  return {
    server,
    client,
    signed,
    async [Symbol.asyncDispose]() {
      await client.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

interface Opened {
  readonly stream: AsyncIterableIterator<SubgraphResponse>;
  readonly id: string;
}

/** One more subscription on a socket that is acknowledged. */
async function open(client: SubscriptionTransport, socket: ScriptedSocket, request = asked): Promise<Opened> {
  const stream = await client.subscribe(request, forever());
  const { type, id = '' } = await socket.next();
  expect(type).toBe('subscribe');
  return { stream, id };
}

/** The first subscription, and the socket that was made for it. */
async function first({ client, server }: Far, request = asked) {
  const opening = client.subscribe(request, forever());
  const socket = await server.acknowledged();
  const stream = await opening;
  const { id = '' } = await socket.next();
  return { socket, stream, id };
}

const next = (id: string, pushed: string) => ({ type: 'next', id, payload: { data: { pushed } } });
const event = (pushed: string) => ({ data: { pushed } });

describe('the sockets of one subgraph', () => {
  it('say who is asking, and subscribe when they are let in', async () => {
    await using it = await far();
    const headers = new Map([['x-tenant', 'north']]);
    const opening = it.client.subscribe({ ...asked, headers, variables: { a: 1 } }, forever());
    const socket = await it.server.sockets.next();
    expect(socket.headers).toMatchObject({ 'x-tenant': 'north', 'x-request-id': 'r1' });
    expect(await socket.next()).toEqual({
      type: 'connection_init',
      payload: { 'x-tenant': 'north', 'weft-viewer': 'token 1 of anonymous' },
    });
    expect(socket.unread()).toBe(0);
    socket.send({ type: 'connection_ack', payload: { anything: true } });
    await opening;
    expect(await socket.next()).toEqual({
      type: 'subscribe',
      id: '1',
      payload: { query: asked.query, variables: { a: 1 } },
    });
  });

  it('send the body of a request as it is', async () => {
    await using it = await far();
    const body = '{"query":"subscription { who }","variables":{},"extensions":{"a":1}}';
    const opening = it.client.subscribe({ ...asked, body }, forever());
    const socket = await it.server.acknowledged();
    await opening;
    expect((await socket.next()).payload).toEqual(JSON.parse(body));
  });

  it('are shared by all who would be told of in the same words, and each is signed for once', async () => {
    await using it = await far();
    const until = (expiresAt: number): PersonViewer => ({ ...(person('ada') as PersonViewer), expiresAt });
    const openings = [1, 2, 3].map((expiresAt) =>
      it.client.subscribe({ ...asked, viewer: until(expiresAt) }, forever()),
    );
    const socket = await it.server.acknowledged();
    await Promise.all(openings);
    expect([await socket.next(), await socket.next(), await socket.next()].map(({ id }) => id)).toEqual([
      '1',
      '2',
      '3',
    ]);
    const later = await open(it.client, socket, { ...asked, viewer: until(4) });
    expect(later.id).toBe('4');
    expect([it.signed.length, it.server.sockets.size]).toEqual([1, 0]);
  });

  it.each([
    ['another viewer', { viewer: person('bob') }],
    ['the same viewer with another membership', { viewer: person('ada', { organizationIds: ['organization_1'] }) }],
    ['another header', { headers: new Map([['x-tenant', 'south']]) }],
    ['the same in one header', { headers: new Map([['x-tenant', 'north","x-zone","a']]) }],
  ])('are not shared with %s', async (_, other) => {
    await using it = await far();
    const mine = {
      ...asked,
      viewer: person('ada'),
      headers: new Map([
        ['x-tenant', 'north'],
        ['x-zone', 'a'],
      ]),
    };
    await first(it, mine);
    await first(it, { ...mine, ...other });
    expect(it.signed).toHaveLength(2);
  });

  it('are shared by all viewers where the subgraph is told of none', async () => {
    await using it = await far({ sign: undefined });
    const { socket } = await first(it, { ...asked, viewer: person('ada') });
    await open(it.client, socket, { ...asked, viewer: person('bob') });
    expect(it.server.sockets.size).toBe(0);
  });

  it('have a limit of subscriptions; a further one has a socket and a token of its own', async () => {
    await using it = await far({ maxPerSocket: 2 });
    const one = await first(it);
    const two = await open(it.client, one.socket);
    await first(it);
    expect(it.signed).toHaveLength(2);
    await two.stream.return?.();
    expect(await one.socket.next()).toEqual({ type: 'complete', id: two.id });
    await open(it.client, one.socket); // there is room again
  });

  it('are kept a moment for the next subscription, and closed when none comes', async () => {
    await using it = await far({ lingerMs: 500 });
    const { socket, stream, id } = await first(it);
    await stream.return?.();
    expect(await socket.next()).toEqual({ type: 'complete', id });
    const again = await open(it.client, socket);
    expect(again.id).not.toBe(id);
    socket.send({ type: 'complete', id: again.id });
    expect((await again.stream.next()).done).toBe(true);
    expect(await socket.closed.next()).toEqual({ code: 1000, reason: '' });
    await first(it);
    expect(it.signed).toHaveLength(2);
  });

  it('are closed when everybody leaves while they are being opened', async () => {
    await using it = await far({ lingerMs: 1 });
    const leaving = new AbortController();
    const opening = it.client.subscribe(asked, leaving.signal);
    const failed = expect(opening).rejects.toThrow('left');
    const socket = await it.server.sockets.next();
    leaving.abort(new Error('left'));
    await failed;
    await socket.closed.next();
  });

  it('answer pings with what came in them', async () => {
    await using it = await far();
    const { socket } = await first(it);
    socket.send({ type: 'ping', payload: { n: 1 } });
    expect(await socket.next()).toEqual({ type: 'pong', payload: { n: 1 } });
  });

  it('are pinged, and last as long as that is answered', async () => {
    await using it = await far({ pingMs: 600 });
    const { socket, stream, id } = await first(it);
    for (let ping = 0; ping < 4; ping += 1) {
      expect(await socket.next()).toEqual({ type: 'ping' });
      socket.send({ type: 'pong' });
    }
    socket.send(next(id, 'still here'));
    expect((await stream.next()).value).toEqual(event('still here'));
    await expect(stream.next()).rejects.toMatchObject(lost); // now nobody answers
  });
});

describe('what happens to one subscription', () => {
  it.each([
    ['an error', (id: string) => ({ type: 'error', id, payload: [{ message: 'No' }] })],
    ['its end', (id: string) => ({ type: 'complete', id })],
    ['an event that is not GraphQL', (id: string) => ({ type: 'next', id, payload: 'what' })],
    ['errors that are none', (id: string) => ({ type: 'error', id, payload: 'what' })],
    ['an event that is too large', (id: string) => next(id, 'x'.repeat(2_000))],
    [
      'a farewell',
      (id: string) => ({ type: 'error', id, payload: [{ message: 'Stop', extensions: { resumable: true } }] }),
    ],
  ])('leaves the others of its socket alone: %s', async (_, message) => {
    await using it = await far({ maxMessageBytes: 1_000 });
    const { socket, stream, id } = await first(it);
    const other = await open(it.client, socket);
    socket.send(next(other.id, 'before'));
    socket.send(message(id));
    socket.send(next(id, 'too late'));
    socket.send(next(other.id, 'after'));
    expect((await other.stream.next()).value).toEqual(event('before'));
    expect((await other.stream.next()).value).toEqual(event('after'));
    const events: SubgraphResponse[] = [];
    const read = async (): Promise<void> => {
      for await (const one of stream) events.push(one);
    };
    await read().catch((error: unknown) => events.push({ errors: [{ message: String(error) }] }));
    expect(JSON.stringify(events)).not.toContain('too late');
  });

  it('leaves the others alone also when nobody reads it; it ends behind what it has kept', async () => {
    await using it = await far({ maxWaiting: 3 });
    const slow = await first(it);
    const { socket } = slow;
    const other = await open(it.client, socket);
    for (const text of ['1', '2', '3', '4', '5']) socket.send(next(slow.id, text));
    socket.send(next(other.id, 'not held up'));
    expect((await other.stream.next()).value).toEqual(event('not held up'));
    expect(await socket.next()).toEqual({ type: 'complete', id: slow.id });
    for (const text of ['1', '2', '3']) expect((await slow.stream.next()).value).toEqual(event(text));
    await expect(slow.stream.next()).rejects.toMatchObject(lost);
    expect((await slow.stream.next()).done).toBe(true);
  });

  it('is bounded in bytes too, but one event of whatever size is kept', async () => {
    await using it = await far({ maxWaitingBytes: 1_000 });
    const { socket, stream, id } = await first(it);
    const large = 'x'.repeat(2_000);
    socket.send(next(id, large));
    socket.send(next(id, 'one more'));
    expect(await socket.next()).toEqual({ type: 'complete', id });
    expect((await stream.next()).value).toEqual(event(large));
    await expect(stream.next()).rejects.toMatchObject(lost);
  });

  it('has room again for what was read', async () => {
    await using it = await far({ maxWaitingBytes: 5_000 });
    const { socket, stream, id } = await first(it);
    for (let count = 0; count < 20; count += 1) {
      socket.send(next(id, 'x'.repeat(2_000)));
      expect((await stream.next()).done).toBe(false);
    }
  });

  it('is over for its socket when its subgraph says that it stops: the next one goes over another socket', async () => {
    await using it = await far();
    const { socket, stream, id } = await first(it);
    const other = await open(it.client, socket);
    const errors = [{ message: 'Stop', extensions: { code: 'SHUTTING_DOWN', resumable: true } }];
    socket.send({ type: 'next', id, payload: { errors } });
    await expect(stream.next()).rejects.toMatchObject(lost);
    await first(it);
    socket.send(next(other.id, 'the last one'));
    expect((await other.stream.next()).value).toEqual(event('the last one'));
  });
});

describe('a socket that breaks', () => {
  /** Two streams on one socket, and how each ends. */
  async function broken(by: (socket: ScriptedSocket, id: string) => void, options: Partial<WebSocketSubgraph> = {}) {
    await using it = await far(options);
    const { socket, stream, id } = await first(it);
    const other = await open(it.client, socket);
    const ends = [stream, other.stream].map((one) => one.next().then(String, (error: unknown) => error));
    by(socket, id);
    const errors = await Promise.all(ends);
    // Nobody subscribed again in silence.
    expect(it.server.sockets.size).toBe(0);
    expect(it.signed).toHaveLength(1);
    return errors;
  }

  it.each([1000, 1001, 1011, 1012, 4408, 4500])('by a close frame with %s can be resumed', async (code) => {
    for (const error of await broken(({ socket }) => socket.close(code))) expect(error).toMatchObject(lost);
  });

  it.each([4400, 4401, 4403, 4409, 4429])('by a close frame with %s is a refusal', async (code) => {
    for (const error of await broken(({ socket }) => socket.close(code))) {
      expect(error).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
      expect(error).not.toMatchObject(lost);
    }
  });

  it('by a reset can be resumed', async () => {
    for (const error of await broken(({ socket }) => socket.terminate())) expect(error).toMatchObject(lost);
  });

  it('by a ping that is not answered can be resumed', async () => {
    for (const error of await broken(() => undefined, { pingMs: 500 })) expect(error).toMatchObject(lost);
  });

  it('by a message that nobody could tell whose it is can be resumed', async () => {
    const huge = (id: string) => next(id, 'x'.repeat(5_000));
    const errors = await broken((socket, id) => socket.send(huge(id)), { maxMessageBytes: 1_000 });
    for (const error of errors) expect(error).toMatchObject(lost);
  });

  it.each([
    ['text that is not JSON', 'what'],
    ['bytes', Buffer.from([0, 1, 2, 255])],
    ['a list', '[]'],
    ['null', 'null'],
    ['no type', '{}'],
    ['a type that is not text', '{"type":1}'],
    ['a message of clients', '{"type":"subscribe","id":"1"}'],
    ['an event without an id', '{"type":"next","payload":{}}'],
    ['an event with an id that is not text', '{"type":"next","id":1,"payload":{}}'],
  ])('by %s is malformed, and can be resumed', async (_, message) => {
    for (const error of await broken((socket) => socket.send(message))) {
      expect(error).toMatchObject({ code: 'SUBGRAPH_MALFORMED', details: { subgraph: 'far', resumable: true } });
    }
  });

  it.each([
    ['an event for nobody', '{"type":"next","id":"77","payload":{"data":{}}}'],
    ['an event for a key of every object', '{"type":"next","id":"__proto__","payload":{"data":{}}}'],
    ['a second acknowledgement', '{"type":"connection_ack"}'],
    ['an answer to no ping', '{"type":"pong"}'],
  ])('is not broken by %s', async (_, message) => {
    await using it = await far();
    const { socket, stream, id } = await first(it);
    socket.send(message);
    socket.send(next(id, 'still here'));
    expect((await stream.next()).value).toEqual(event('still here'));
  });
});

describe('a socket that cannot be opened', () => {
  it.each([
    ['that is not acknowledged', { connectMs: 500 }, () => undefined],
    ['that is closed before', {}, ({ socket }: ScriptedSocket) => socket.close(4500)],
    ['that is reset before', {}, ({ socket }: ScriptedSocket) => socket.terminate()],
  ])('%s fails each subscription that waits for it', async (_, options, answer) => {
    await using it = await far(options);
    const openings = [1, 2].map(() => it.client.subscribe(asked, forever()).catch((error: unknown) => error));
    answer(await it.server.sockets.next());
    for (const error of await Promise.all(openings)) expect(error).toMatchObject(lost);
    await first(it); // the next one tries again
  });

  it('because the viewer is not accepted is a refusal', async () => {
    await using it = await far();
    const opening = it.client.subscribe(asked, forever()).catch((error: unknown) => error);
    (await it.server.sockets.next()).socket.close(4403, 'Forbidden');
    const error = await opening;
    expect(error).toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'far' } });
    expect(error).not.toMatchObject(lost);
  });

  it.each([
    [401, false],
    [403, false],
    [302, true],
    [404, true],
    [429, true],
    [503, true],
  ])('because the handshake is answered with HTTP %s can be tried again: %s', async (status, resumable) => {
    await using server = await scriptedResponses();
    const client = webSocketClient({ name: 'far', url: server.url.replace('http:', 'ws:') });
    const opening = client.subscribe(asked, forever()).catch((error: unknown) => error);
    (await server.requests.next()).response.writeHead(status, { location: '/elsewhere' }).end();
    expect(await opening).toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      details: resumable ? { resumable } : expect.not.objectContaining({ resumable: true }),
    });
  });

  it('because the address is none fails', async () => {
    const client = webSocketClient({ name: 'far', url: 'unix:/nowhere' });
    await expect(client.subscribe(asked, forever())).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });
});

describe('a thousand streams of one viewer', () => {
  it('go over one connection and each gets its own events, in order', async () => {
    await using live = await servedLive('websocket');
    const streams = await Promise.all(
      Array.from({ length: 1_000 }, (_, n) =>
        live.client.subscribe(subscription(`subscription { pushed(to: "${n}") }`), forever()),
      ),
    );
    const read = streams.map(async (stream, n) => {
      for (const round of [1, 2, 3]) expect((await stream.next()).value).toEqual(event(`${n} ${round}`));
      await stream.return?.();
    });
    await deadline(() => live.source.listening === 1_000, 20_000);
    for (const round of [1, 2, 3]) for (let n = 0; n < 1_000; n += 1) live.source.push(String(n), `${n} ${round}`);
    await Promise.all(read);
    await deadline(() => live.source.listening === 0, 20_000);
    expect([live.proxy.accepted, live.signed.length]).toEqual([1, 1]);
  });

  it('are refused one by one beyond the limit of the subgraph, which touches no other', async () => {
    await using live = await servedLive('websocket', { maxPerSocket: 2 });
    const streams = await Promise.all(
      [1, 2, 3].map((n) => live.client.subscribe(subscription(`subscription { pushed(to: "${n}") }`), forever())),
    );
    expect((await streams[2]?.next())?.value).toMatchObject({ errors: [{ extensions: { code: 'LIMIT_REACHED' } }] });
    await deadline(() => live.source.listening === 2);
    live.source.push('1', 'still here');
    expect((await streams[0]?.next())?.value).toEqual(event('still here'));
  });
});
