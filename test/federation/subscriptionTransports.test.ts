import { describe, expect, it } from 'vitest';
import type { SubgraphClient, SubgraphResponse } from '../../gateway/subgraph/subgraphClient.ts';
import { transportNames } from '../../gateway/subgraph/subscriptionTransport.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { deadline } from '../kit/deadline.ts';
import { type LiveSource, liveSource, servedLive, subscription } from './liveSubgraph.ts';

const forever = (): AbortSignal => new AbortController().signal;

const lost = { code: 'SUBGRAPH_UNAVAILABLE', details: { subgraph: 'far', resumable: true } };
const ada: Viewer = {
  kind: 'person',
  userId: 'user_ada',
  displayName: 'Ada',
  platformRoles: [],
  memberships: [],
  organizationIds: [],
  expiresAt: 4_000_000_000,
};

async function all(stream: AsyncIterableIterator<SubgraphResponse>): Promise<SubgraphResponse[]> {
  const events: SubgraphResponse[] = [];
  for await (const event of stream) events.push(event);
  return events;
}

/** A stream of what is pushed there, of which an event has come: everything on the way is open. */
async function listening(
  { client, source }: { readonly client: Pick<SubgraphClient, 'subscribe'>; readonly source: LiveSource },
  to = 'here',
) {
  const before = source.listening;
  const stream = await client.subscribe(subscription(`subscription { pushed(to: "${to}") }`), forever());
  const first = stream.next();
  await deadline(() => source.listening === before + 1);
  source.push(to, 'first');
  expect((await first).value).toEqual({ data: { pushed: 'first' } });
  return stream;
}

/** In this process, too: what a stream does as long as nothing is wrong with the network. */
describe.each(['in process', ...transportNames] as const)('a stream of a subgraph (%s)', (way) => {
  const open = async () => {
    if (way !== 'in process') return await servedLive(way);
    const source = liveSource();
    return { source, client: source.client, async [Symbol.asyncDispose]() {} };
  };

  it('gives every event of a burst in order, then ends', async () => {
    await using far = await open();
    const stream = await far.client.subscribe(
      subscription('subscription ($n: Int!) { ticks(n: $n) }', { variables: { n: 20_000 } }),
      forever(),
    );
    expect(await all(stream)).toEqual(Array.from({ length: 20_000 }, (_, ticks) => ({ data: { ticks } })));
  });

  it('gives an event when it happens', async () => {
    await using far = await open();
    const stream = await listening(far);
    const second = stream.next();
    far.source.push('here', 'second, and not only ASCII: 超算');
    expect((await second).value).toEqual({ data: { pushed: 'second, and not only ASCII: 超算' } });
    await stream.return?.();
  });

  it('closes its source when its reader leaves while it is quiet', async () => {
    await using far = await open();
    const stream = await listening(far);
    const waiting = stream.next();
    await stream.return?.();
    expect((await waiting).done).toBe(true);
    await deadline(() => far.source.listening === 0);
  });

  it('closes its source when it is aborted while it is quiet', async () => {
    await using far = await open();
    const leaving = new AbortController();
    const stream = await far.client.subscribe(subscription('subscription { pushed(to: "here") }'), leaving.signal);
    const waiting = stream.next();
    await deadline(() => far.source.listening === 1);
    leaving.abort(new Error('left'));
    expect((await waiting).done).toBe(true);
    await deadline(() => far.source.listening === 0);
  });

  it('is not opened for a reader that has left', async () => {
    await using far = await open();
    const left = AbortSignal.abort(new Error('left'));
    await expect(far.client.subscribe(subscription('subscription { ticks(n: 1) }'), left)).rejects.toThrow('left');
  });

  it('is opened on behalf of the viewer', async () => {
    await using far = await open();
    const stream = await far.client.subscribe(subscription('subscription { who }', { viewer: ada }), forever());
    const [event] = await all(stream);
    expect(JSON.parse(String(event?.data?.['who']))).toEqual(ada);
  });

  it('leaves others of the same viewer alone when it ends', async () => {
    await using far = await open();
    const bystander = await listening(far, 'bystander');
    const next = bystander.next();
    await all(await far.client.subscribe(subscription('subscription { ticks(n: 3) }'), forever()));
    const left = await listening(far, 'left');
    await left.return?.();
    await all(await far.client.subscribe(subscription('subscription { broken }'), forever())).catch(() => undefined);
    far.source.push('bystander', 'still here');
    expect((await next).value).toEqual({ data: { pushed: 'still here' } });
    await bystander.return?.();
  });
});

describe.each(transportNames)('a stream of a subgraph elsewhere (%s)', (transport) => {
  it('that is refused is one result that says why', async () => {
    await using far = await servedLive(transport);
    const stream = await far.client.subscribe(subscription('subscription { refused }'), forever());
    expect(await all(stream)).toMatchObject([
      { errors: [{ message: 'Not for you.', extensions: { code: 'FORBIDDEN' } }] },
    ]);
  });

  it('that is not GraphQL is one result that says why', async () => {
    await using far = await servedLive(transport);
    const asked = { ...subscription('subscription { ticks(n: 1) }'), query: 'subscription {' };
    const stream = await far.client.subscribe(asked, forever());
    expect(await all(stream)).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }] }]);
  });

  it('whose source fails ends with a result without the failure’s own words', async () => {
    await using far = await servedLive(transport);
    const stream = await far.client.subscribe(subscription('subscription { broken }'), forever());
    const events = await all(stream);
    expect(events).toMatchObject([{ data: { broken: 1 } }, { errors: [{ extensions: { code: 'INTERNAL' } }] }]);
    expect(JSON.stringify(events)).not.toContain('postgres');
  });

  it('whose source says to resume breaks as if the connection were lost', async () => {
    await using far = await servedLive(transport);
    const stream = await far.client.subscribe(subscription('subscription { stalled }'), forever());
    expect((await stream.next()).value).toEqual({ data: { stalled: 1 } });
    await expect(stream.next()).rejects.toMatchObject(lost);
    expect((await stream.next()).done).toBe(true);
  });

  it('is refused for good for a gateway that signs with another secret', async () => {
    await using far = await servedLive(transport, { signedWith: 'another secret of at least thirty-two bytes' });
    await expect(far.client.subscribe(subscription('subscription { who }'), forever())).rejects.toMatchObject({
      code: 'SUBGRAPH_UNAVAILABLE',
      details: { subgraph: 'far' },
    });
    await expect(far.client.subscribe(subscription('subscription { who }'), forever())).rejects.not.toMatchObject(lost);
  });

  it('fails with what the signing of the viewer failed with', async () => {
    const sign = () => Promise.reject(new Error('The key is gone'));
    await using far = await servedLive(transport, { client: { sign } });
    const opening = far.client.subscribe(subscription('subscription { who }'), forever());
    await expect(opening).rejects.toThrow('The key is gone');
    expect(far.proxy.accepted).toBe(0);
  });

  it('breaks at once when its connection is reset', async () => {
    await using far = await servedLive(transport);
    const stream = await listening(far);
    const failed = expect(stream.next()).rejects.toMatchObject(lost);
    far.proxy.reset();
    await failed;
    await deadline(() => far.source.listening === 0);
  });

  it('breaks at once when its connection is ended', async () => {
    await using far = await servedLive(transport);
    const stream = await listening(far);
    const failed = expect(stream.next()).rejects.toMatchObject(lost);
    far.proxy.close();
    await failed;
    await deadline(() => far.source.listening === 0);
  });

  it('breaks when nothing comes any more over a connection that stands', async () => {
    await using far = await servedLive(transport, { client: { pingMs: 500 } });
    const stream = await listening(far);
    const failed = expect(stream.next()).rejects.toMatchObject(lost);
    far.proxy.freeze();
    await failed;
  });

  it('lasts while it is quiet, by signs of life', async () => {
    await using far = await servedLive(transport, { client: { pingMs: 600 }, times: { pingMs: 300 } });
    const stream = await listening(far);
    const next = stream.next();
    // Another one breaks of silence, after longer than it takes for this one.
    await using silent = await servedLive(transport, { client: { pingMs: 1_500 } });
    const other = await listening(silent);
    silent.proxy.freeze();
    await expect(other.next()).rejects.toMatchObject(lost);
    far.source.push('here', 'after the silence');
    expect((await next).value).toEqual({ data: { pushed: 'after the silence' } });
  });

  it('cannot be opened where nobody listens, and can be when somebody does again', async () => {
    await using far = await servedLive(transport);
    far.proxy.refuse();
    const asked = subscription('subscription { ticks(n: 1) }');
    await expect(far.client.subscribe(asked, forever())).rejects.toMatchObject(lost);
    far.proxy.accept();
    expect(await all(await far.client.subscribe(asked, forever()))).toEqual([{ data: { ticks: 0 } }]);
  });

  it('is given up when opening it takes too long', async () => {
    await using far = await servedLive(transport, { client: { connectMs: 50 } });
    far.proxy.freeze();
    await expect(far.client.subscribe(subscription('subscription { ticks(n: 1) }'), forever())).rejects.toMatchObject(
      lost,
    );
  });

  it('is left at once while it is being opened', async () => {
    await using far = await servedLive(transport);
    far.proxy.freeze();
    const leaving = new AbortController();
    const opening = far.client.subscribe(subscription('subscription { pushed(to: "here") }'), leaving.signal);
    const failed = expect(opening).rejects.toThrow('left');
    await deadline(() => far.proxy.connections === 1);
    leaving.abort(new Error('left'));
    await failed;
    far.proxy.thaw();
    // The next one finds a subgraph that nobody else listens to.
    await listening(far, 'there');
    expect(far.source.listening).toBe(1);
  });

  it('ends alone when an event is too large', async () => {
    await using far = await servedLive(transport, { client: { maxMessageBytes: 1_000 } });
    const bystander = await listening(far);
    const next = bystander.next();
    const stream = await far.client.subscribe(subscription('subscription { endless(bytes: 2000) }'), forever());
    await expect(stream.next()).rejects.toMatchObject({ code: 'SUBGRAPH_MALFORMED', details: { subgraph: 'far' } });
    far.source.push('here', 'still here');
    expect((await next).value).toEqual({ data: { pushed: 'still here' } });
  });

  it('breaks, to be resumed elsewhere, when its subgraph stops', async () => {
    await using far = await servedLive(transport);
    const stream = await listening(far);
    const failed = expect(stream.next()).rejects.toMatchObject({
      ...lost,
      cause: { message: expect.stringContaining('stopping') },
    });
    await far.stop();
    await failed;
    expect(far.source.listening).toBe(0);
    await expect(far.client.subscribe(subscription('subscription { who }'), forever())).rejects.toMatchObject(lost);
  });

  it('breaks when its client is closed, and no other can be opened', async () => {
    await using far = await servedLive(transport);
    const stream = await listening(far);
    const failed = expect(stream.next()).rejects.toMatchObject(lost);
    await far.client.close();
    await failed;
    await expect(far.client.subscribe(subscription('subscription { who }'), forever())).rejects.toMatchObject(lost);
    await deadline(() => far.proxy.connections === 0);
  });

  it('is refused beyond the limit of connections, until there is room again', async () => {
    await using far = await servedLive(transport, { client: { maxConnections: 1, lingerMs: 1 } });
    const stream = await listening(far);
    const asked = subscription('subscription { who }', { viewer: ada });
    const refused = expect(far.client.subscribe(asked, forever())).rejects;
    await refused.toMatchObject({ ...lost, message: expect.stringContaining('No more than 1 connections') });
    await stream.return?.();
    await deadline(() => far.proxy.connections === 0);
    expect(await all(await far.client.subscribe(asked, forever()))).toHaveLength(1);
  });

  it('is sent the headers of the client’s request, but none that would say who asks', async () => {
    await using far = await servedLive(transport);
    const headers = new Map([
      ['weft-viewer', 'forged'],
      ['content-length', '1'],
      ['upgrade', 'h2c'],
      ['sec-websocket-protocol', 'other'],
      ['x-tenant', 'north'],
    ]);
    const stream = await far.client.subscribe(
      subscription('subscription { who }', { headers, viewer: ada }),
      forever(),
    );
    expect(JSON.parse(String((await all(stream))[0]?.data?.['who']))).toEqual(ada);
    const unsendable = new Map([['x-tenant', 'a\r\nweft-viewer: forged']]);
    await expect(
      far.client.subscribe(subscription('subscription { who }', { headers: unsendable }), forever()),
    ).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});
