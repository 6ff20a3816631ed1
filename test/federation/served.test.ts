import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSubgraph } from '../../gateway/serveSubgraph.ts';
import { inProcessClient } from '../../gateway/subgraph/inProcessClient.ts';
import { type RemoteClient, remoteClient } from '../../gateway/subgraph/remoteClient.ts';
import { systemClock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import { silentLog } from '../../lib/log.ts';
import { signViewer } from '../../subgraphs/kit/viewerAssertion.ts';
import { deadline } from '../kit/deadline.ts';
import { type TestGraph, testGraph } from '../kit/testGraph.ts';
import { shop } from './shop.ts';

const secret = 'a secret of at least thirty-two bytes';

describe('a subgraph that is served by a process of its own', () => {
  const { subgraphs, events, notes } = shop();
  let remote: RemoteClient;
  let graph: TestGraph;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const schema = testGraph(subgraphs).schemas.get('reviews');
    if (schema === undefined) throw new Error('The shop has no reviews');
    const client = inProcessClient({ schema, context: (request) => ({ ...request }) });
    const served = await serveSubgraph({
      client,
      secret,
      host: '127.0.0.1',
      port: 0,
      bodyBytes: 1_000_000,
      clock: systemClock,
      log: silentLog,
    });
    remote = remoteClient({
      name: 'reviews',
      url: served.url,
      sign: (viewer) => signViewer(viewer, secret, systemClock),
      timeoutMs: 5_000,
    });
    graph = testGraph(subgraphs, { wrap: (inProcess, name) => (name === 'reviews' ? remote : inProcess) });
    close = async () => {
      await remote.close();
      await served.close();
    };
  });
  afterAll(() => close());

  it('answers as it does in the process of the gateway, errors included', async () => {
    const here = testGraph(shop().subgraphs);
    for (const query of [
      '{ me { name reviews { body product { name flaky } } } }',
      '{ reviews(first: 3) { id author { username name } } }',
      'mutation { fail(text: "x") { id } }',
    ]) {
      expect(JSON.stringify(await graph.run(query))).toBe(JSON.stringify(await here.run(query)));
    }
  });

  it('streams its events into the other subgraphs, and its source closes when the reader leaves', async () => {
    const live = await graph.subscribe('subscription { reviewed { body author { name } } }');
    if (!(Symbol.asyncIterator in live)) throw new Error('The subscription was refused');
    const waiting = live.next();
    events.push({ reviewed: { id: 'r1', body: 'Far away', stars: 1, author: { id: 'u1', username: 'ada' } } });
    expect((await waiting).value).toEqual({ data: { reviewed: { body: 'Far away', author: { name: 'Ada' } } } });
    await live.return?.();
    await deadline(() => notes.includes('closed 1'));
    expect(graph.graph.openSubscriptions).toBe(0);
  });

  it('says why it refuses a subscription', async () => {
    const live = await graph.subscribe('subscription { refused { body } }');
    if (!(Symbol.asyncIterator in live)) throw new Error('The refusal came before the stream');
    expect((await live.next()).value).toMatchObject({
      errors: [{ path: ['refused'], extensions: { code: 'BAD_CURSOR' } }],
    });
    expect((await live.next()).done).toBe(true);
  });

  it('ends with the gateway’s last result when the gateway stops', async () => {
    const live = await graph.subscribe('subscription { badly { id } }');
    if (!(Symbol.asyncIterator in live)) throw new Error('The subscription was refused');
    await graph.graph.closeSubscriptions(new ClientError('SHUTTING_DOWN'));
    expect((await live.next()).value).toMatchObject({
      errors: [{ extensions: { code: 'SHUTTING_DOWN', resumable: true } }],
    });
  });
});
