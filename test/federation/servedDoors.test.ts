import { describe, expect, it } from 'vitest';
import type { ServerTimes } from '../../gateway/server/serverTimes.ts';
import { serveSubgraph } from '../../gateway/serveSubgraph.ts';
import type { SubgraphClient } from '../../gateway/subgraph/subgraphClient.ts';
import { systemClock } from '../../lib/clock.ts';
import { silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { signViewer } from '../../subgraphs/kit/viewerAssertion.ts';
import { deadline } from '../kit/deadline.ts';
import { type RawSocket, rawSocket } from '../kit/wsClient.ts';
import { liveSource } from './liveSubgraph.ts';

const secret = 'a secret of at least thirty-two bytes';

async function served(times: Partial<ServerTimes> = {}, client?: Partial<SubgraphClient>) {
  const source = liveSource();
  const common = { secret, host: '127.0.0.1', port: 0, bodyBytes: 10_000, clock: systemClock, log: silentLog };
  const { url, close } = await serveSubgraph({ ...common, client: { ...source.client, ...client }, times });
  const token = await signViewer(anonymous, secret, systemClock);
  return {
    url,
    source,
    close,
    token,
    post: (query: string, headers: Readonly<Record<string, string>> = {}) =>
      fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'weft-viewer': token, ...headers },
        body: JSON.stringify({ query }),
      }),
    [Symbol.asyncDispose]: close,
  };
}

/** A socket of a gateway that is let in. */
async function gateway({ url, token }: { readonly url: string; readonly token: string }): Promise<RawSocket> {
  const socket = await rawSocket(url);
  socket.send({ type: 'connection_init', payload: { 'weft-viewer': token } });
  expect(await socket.next()).toEqual({ type: 'connection_ack' });
  return socket;
}

const subscribe = (id: string, query: string) => ({ type: 'subscribe', id, payload: { query } });
const lastResult = { errors: [{ extensions: { code: 'SHUTTING_DOWN', resumable: true } }] };

describe('a subgraph of its own', () => {
  it('answers a query whatever is accepted, and a subscription only as an event stream', async () => {
    await using it = await served();
    for (const accept of ['application/json', 'text/event-stream']) {
      expect(await (await it.post('{ hello }', { accept })).json()).toEqual({ data: { hello: 'hello' } });
    }
    const refused = await it.post('subscription { who }', { accept: 'application/json' });
    expect([refused.status, await refused.json()]).toMatchObject([
      406,
      { errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] },
    ]);
    const stream = await it.post('subscription { ticks(n: 2) }', { accept: 'text/event-stream' });
    expect(stream.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(await stream.text()).toBe(
      ':\n\nevent: next\ndata: {"data":{"ticks":0}}\n\nevent: next\ndata: {"data":{"ticks":1}}\n\nevent: complete\ndata:\n\n',
    );
  });

  it('refuses an event stream to whoever cannot sign', async () => {
    await using it = await served();
    const refused = await it.post('subscription { who }', { accept: 'text/event-stream', 'weft-viewer': 'forged' });
    expect([refused.status, await refused.json()]).toMatchObject([
      401,
      { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    ]);
  });

  it('answers queries over a socket too, and says what is wrong with one without closing it', async () => {
    await using it = await served();
    await using socket = await gateway(it);
    socket.send(subscribe('1', '{ hello }'));
    expect(await socket.next()).toEqual({ type: 'next', id: '1', payload: { data: { hello: 'hello' } } });
    expect(await socket.next()).toEqual({ type: 'complete', id: '1' });
    socket.send(subscribe('2', 'subscription {'));
    expect(await socket.next()).toMatchObject({
      type: 'error',
      id: '2',
      payload: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }],
    });
    socket.send({ type: 'ping', payload: { n: 1 } });
    expect(await socket.next()).toEqual({ type: 'pong', payload: { n: 1 } });
  });

  it.each([
    ['a viewer that is not signed', { type: 'connection_init', payload: { 'weft-viewer': 'forged' } }, 4403],
    ['no viewer', { type: 'connection_init' }, 4403],
    ['an operation before all', subscribe('1', '{ hello }'), 4401],
    ['what is no message', 'what', 4400],
    ['a message that is too large', 'x'.repeat(20_000), 1009],
  ])('closes a socket for %s', async (_, message, code) => {
    await using it = await served();
    await using socket = await rawSocket(it.url);
    socket.send(message);
    expect(await socket.closed()).toMatchObject({ code });
  });

  it('closes a socket that does not say who it is', async () => {
    await using it = await served({ initMs: 30 });
    await using socket = await rawSocket(it.url);
    expect(await socket.closed()).toMatchObject({ code: 4408 });
  });

  it('cuts a gateway off that does not read, and closes its sources', async () => {
    await using it = await served({ pingMs: 300 });
    await using socket = await gateway(it);
    socket.send(subscribe('1', 'subscription { endless(bytes: 100000) }'));
    await socket.next();
    socket.socket.pause();
    await deadline(() => it.source.flowing === 0);
  });

  it('tells a gateway that reads nothing at the moment that it is there', async () => {
    await using it = await served({ pingMs: 20 });
    const stream = await it.post('subscription { pushed(to: "here") }', { accept: 'text/event-stream' });
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text.length < ':\n\n'.length * 4) text += (await reader?.read())?.value ?? '';
    expect(text.replaceAll(':\n\n', '')).toBe('');
    await reader?.cancel();
    await deadline(() => it.source.listening === 0);
  });
});

describe('a subgraph of its own that stops', () => {
  it('ends each stream with a reason to resume, then the sockets', async () => {
    await using it = await served();
    await using socket = await gateway(it);
    socket.send(subscribe('1', 'subscription { pushed(to: "here") }'));
    socket.send(subscribe('2', 'subscription { pushed(to: "there") }'));
    const stream = await it.post('subscription { pushed(to: "here") }', { accept: 'text/event-stream' });
    await deadline(() => it.source.listening === 3);
    const closing = it.close();
    const messages = [await socket.next(), await socket.next(), await socket.next(), await socket.next()];
    for (const id of ['1', '2']) {
      expect(messages.filter((message) => message.id === id)).toMatchObject([
        { type: 'next', payload: lastResult },
        { type: 'complete' },
      ]);
    }
    expect(await socket.closed()).toEqual({ code: 1001, reason: 'The subgraph is stopping' });
    const [, last, end] = (await stream.text()).split('\n\n');
    expect(JSON.parse(last?.replace('event: next\ndata: ', '') ?? '')).toMatchObject(lastResult);
    expect(end).toBe('event: complete\ndata:');
    await closing;
    expect(it.source.listening).toBe(0);
  });

  it('still gives the answers that it owes', async () => {
    let answer: (response: { data: { hello: string } }) => void = () => undefined;
    let isAsked = false;
    const execute = () =>
      new Promise<{ data: { hello: string } }>((resolve) => {
        isAsked = true;
        answer = resolve;
      });
    await using it = await served({}, { execute });
    await using socket = await gateway(it);
    const answered = it.post('{ hello }');
    await deadline(() => isAsked);
    const closing = it.close();
    // Nothing new, over whatever connection.
    await expect(it.post('{ hello }')).rejects.toThrow();
    socket.send(subscribe('1', 'subscription { pushed(to: "here") }'));
    expect(await socket.next()).toMatchObject({ type: 'next', id: '1', payload: lastResult });
    answer({ data: { hello: 'at last' } });
    expect(await (await answered).json()).toEqual({ data: { hello: 'at last' } });
    await closing;
  });

  it('waits for no gateway that does not read, and for no answer that does not come', async () => {
    const execute = () => new Promise<never>(() => undefined);
    await using it = await served({ drainMs: 50, farewellMs: 50 }, { execute });
    await using socket = await gateway(it);
    socket.send(subscribe('1', 'subscription { endless(bytes: 100000) }'));
    await socket.next();
    socket.socket.pause();
    const failed = expect(it.post('{ hello }')).rejects.toThrow();
    const stream = await it.post('subscription { endless(bytes: 100000) }', { accept: 'text/event-stream' });
    await deadline(() => it.source.flowing === 2);
    await it.close();
    await failed;
    await stream.body?.cancel().catch(() => undefined);
    expect(it.source.flowing).toBe(0);
  });
});
