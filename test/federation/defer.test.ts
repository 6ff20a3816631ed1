import { describe, expect, it } from 'vitest';
import { ClientError } from '../../lib/errors.ts';
import { type TestGraph, testGraph } from '../kit/testGraph.ts';
import { failing, shopWith } from './brokenShop.ts';
import { shop } from './shop.ts';

/** The first answer and all parts, as values. */
async function parts(graph: TestGraph, query: string, variables: Record<string, unknown> = {}) {
  const answer = await graph.answer(query, variables, { inParts: true });
  if (!('subsequent' in answer)) throw new Error('The answer came in one piece');
  const batches: unknown[] = [];
  for await (const batch of answer.subsequent) {
    batches.push(...batch.map(({ data, errors, ...rest }) => ({ ...rest, data: JSON.parse(data), errors })));
  }
  return { initial: JSON.parse(answer.initial.data ?? 'null'), errors: answer.initial.errors, batches };
}

describe('@defer', () => {
  it('answers first what is not deferred, then each part at its place', async () => {
    const graph = testGraph(shop().subgraphs);
    const query = '{ me { name ... @defer(label: "more") { username reviews { body } } } }';
    const { initial, batches } = await parts(graph, query);
    expect(initial).toEqual({ me: { name: 'Ada' } });
    expect(batches).toEqual([
      {
        path: ['me'],
        label: 'more',
        data: { username: 'ada', reviews: [0, 2, 4, 6, 8, 10].map((number) => ({ body: `Review ${number}` })) },
        errors: undefined,
      },
    ]);
  });

  it('gives a part for each item of a list, and nested parts after the part around them', async () => {
    const graph = testGraph(shop().subgraphs);
    const { initial, batches } = await parts(
      graph,
      `{ topProducts(first: 2) { upc ...Reviewed @defer(label: "outer") } }
       fragment Reviewed on Product { reviews { id author { id ... @defer(label: "inner") { name } } } }`,
    );
    expect(initial).toEqual({ topProducts: [{ upc: 'p1' }, { upc: 'p2' }] });
    const told = batches as { readonly label: string; readonly path: unknown[]; readonly data: object }[];
    expect(told.map(({ label }) => label)).toEqual([...Array(2).fill('outer'), ...Array(8).fill('inner')]);
    expect(told[1]).toMatchObject({
      path: ['topProducts', 1],
      data: { reviews: [{ id: 'r1', author: { id: 'u2' } }, {}, {}, {}] },
    });
    expect(told[2]).toMatchObject({ path: ['topProducts', 0, 'reviews', 0, 'author'], data: { name: 'Ada' } });
  });

  it('is decided by its variable, and answers in one piece a client that takes no parts', async () => {
    const graph = testGraph(shop().subgraphs);
    const query = 'query ($later: Boolean!) { me { name ... @defer(if: $later) { username reviewCount } } }';
    const whole = { me: { name: 'Ada', username: 'ada', reviewCount: 6 } };
    expect((await parts(graph, query, { later: true })).initial).toEqual({ me: { name: 'Ada' } });
    for (const [later, inParts] of [
      [false, true],
      [true, false],
    ] as const) {
      const answer = await graph.answer(query, { later }, { inParts });
      expect('data' in answer && JSON.parse(answer.data ?? '')).toEqual(whole);
    }
    expect(await graph.run(query, { later: true })).toEqual({ data: whole });
  });

  it('tells what failed in a part with that part, and leaves the rest intact', async () => {
    const unavailable = new ClientError('SUBGRAPH_UNAVAILABLE', 'Away.', { subgraph: 'reviews' });
    const graph = shopWith('reviews', failing(unavailable));
    const { initial, errors, batches } = await parts(graph, '{ me { name ... @defer { reviews { body } } } }');
    expect([initial, errors]).toEqual([{ me: { name: 'Ada' } }, undefined]);
    expect(batches).toMatchObject([
      {
        path: ['me'],
        data: { reviews: null },
        errors: [{ path: ['me'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }],
      },
    ]);
  });

  it('defers a whole answer', async () => {
    const { initial, batches } = await parts(testGraph(shop().subgraphs), '{ ... @defer { me { name } } }');
    expect([initial, batches]).toMatchObject([{}, [{ path: [], data: { me: { name: 'Ada' } } }]]);
  });

  it('stops what is under way when the client leaves', async () => {
    const signals: AbortSignal[] = [];
    const graph = shopWith('reviews', (client) => ({
      ...client,
      execute: (_request, signal) => {
        signals.push(signal);
        return new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      },
    }));
    const answer = await graph.answer('{ me { name ... @defer { reviews { body } } } }', {}, { inParts: true });
    if (!('subsequent' in answer)) throw new Error('The answer came in one piece');
    await answer.subsequent.return?.();
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
    expect(await answer.subsequent.next()).toEqual({ done: true, value: undefined });
  });

  it('is ignored in mutations and refused beside subscriptions', async () => {
    const graph = testGraph(shop().subgraphs);
    expect(await graph.run('mutation { renameUser(id: "u1", name: "X") { name ... @defer { username } } }')).toEqual({
      data: { renameUser: { name: 'X', username: 'ada' } },
    });
    expect(await graph.subscribe('subscription { reviewed { body ... @defer { stars } } }')).toMatchObject({
      errors: [{ message: expect.stringContaining('@defer is not supported beside a subscription') }],
    });
  });
});
