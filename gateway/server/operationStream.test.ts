import { afterEach, describe, expect, it, vi } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { fakeGraph } from '../../test/kit/fakeGraph.ts';
import { clientLeft, liveOperations } from './liveOperations.ts';
import { operationStream } from './operationStream.ts';

const shutdown = new ClientError('SHUTTING_DOWN', undefined, { resumable: true });
const done = { done: true, value: undefined };

function begin(query = 'subscription { ticks { n } }', viewer = async () => anonymous) {
  const fake = fakeGraph();
  const operations = liveOperations();
  const ready = fake.graph.prepare({ query });
  if ('errors' in ready) throw new Error('The test sends an operation that is no good');
  const operation = operations.begin('stream');
  const results = operationStream(fake.graph, ready, operation, { requestId: 'r', viewer, facts: {}, log: silentLog });
  return { fake, operations, operation, results };
}

describe('operationStream', () => {
  afterEach(() => void vi.restoreAllMocks());

  it('opens nothing before it is asked', async () => {
    const { fake, results, operations } = begin();
    expect(fake.opened.size).toBe(0);
    await results.return?.();
    expect([await results.next(), fake.opened.size, operations.count]).toEqual([done, 0, 0]);
  });

  it('gives the error that it was aborted with as the last result, to a waiting reader', async () => {
    const { fake, results, operations } = begin();
    const waiting = results.next();
    const source = await fake.opened.next();
    operations.stop('stream', shutdown);
    expect(await waiting).toMatchObject({
      value: { errors: [{ extensions: { code: 'SHUTTING_DOWN', resumable: true } }] },
    });
    expect(await results.next()).toEqual(done);
    expect(await fake.closed.next()).toBe(source.context);
    expect(operations.count).toBe(0);
  });

  it('gives it at the next call when the reader is busy', async () => {
    const { fake, results, operation } = begin();
    const first = results.next();
    (await fake.opened.next()).emit({ cursor: 'c', n: 1 });
    expect(await first).toMatchObject({ value: { data: { ticks: { n: 1 } } } });
    operation.abort(shutdown);
    expect(await results.next()).toMatchObject({ value: { errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] } });
    expect(await results.next()).toEqual(done);
  });

  it('gives it also to an operation that begins after the stop', async () => {
    const { fake, operations } = begin();
    operations.stop('stream', shutdown);
    const ready = fake.graph.prepare({ query: 'subscription { ticks { n } }' });
    if ('errors' in ready) throw new Error('unreachable');
    const late = operations.begin('stream');
    const results = operationStream(fake.graph, ready, late, {
      requestId: 'r',
      viewer: async () => anonymous,
      facts: {},
      log: silentLog,
    });
    expect(await results.next()).toMatchObject({ value: { errors: [{ extensions: { code: 'SHUTTING_DOWN' } }] } });
    expect(fake.opened.size).toBe(0);
  });

  it('ends in silence when the client left', async () => {
    const { fake, results, operation } = begin();
    const waiting = results.next();
    await fake.opened.next();
    operation.abort(clientLeft);
    expect(await waiting).toEqual(done);
    await fake.closed.next();
  });

  it('turns whatever fails on the way into a last result', async () => {
    const refused = begin(undefined, async () => {
      throw new ClientError('UNAUTHENTICATED');
    });
    expect(await refused.results.next()).toMatchObject({
      value: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
    });
    expect(await refused.results.next()).toEqual(done);

    const broken = begin();
    vi.spyOn(broken.fake.graph, 'subscribe').mockRejectedValue(new Error('a fault'));
    expect(await broken.results.next()).toMatchObject({
      value: { errors: [{ originalError: { message: 'a fault' } }] },
    });
    expect(broken.operations.count).toBe(0);
  });
});
