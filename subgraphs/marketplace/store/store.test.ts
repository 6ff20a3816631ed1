import { expect, it } from 'vitest';
import { systemClock } from '../../../lib/clock.ts';
import { runningSubgraph } from '../../../test/kit/runningSubgraph.ts';
import { writeSample } from '../sample.ts';
import { marketplace } from '../subgraph.ts';

const everything = `{ stores { totalCount nodes {
  id name zh: name(locale: ZH) owner { id } rating { average count } products(first: 1) { totalCount nodes { slug } } } } }`;

const store = (name: string, owner: string, slug: string, average: number) => ({
  id: `store_${name}`,
  name: expect.any(String),
  zh: expect.stringContaining('软件商店'),
  owner: { id: `organization_${owner}` },
  rating: { average, count: 2 },
  products: { totalCount: 1, nodes: [{ slug }] },
});

it('lists the stores in order, and writes the sample only once', async () => {
  await using subgraph = await runningSubgraph(marketplace, { sources: ['jobs'] });
  const first = await subgraph.run(everything);
  expect(first.errors).toBeUndefined();
  expect(first.data).toEqual({
    stores: {
      totalCount: 3,
      nodes: [
        store('materials', 'nsccwx', 'gromacs', 4.5),
        store('engineering', 'scut', 'openfoam', 3.5),
        store('ai', 'tsinghua', 'pytorch', 4.5),
      ],
    },
  });
  await using again = subgraph.database.open('marketplace', { max: 1 });
  await writeSample(again.db, systemClock.now());
  expect((await subgraph.run(everything)).data).toEqual(first.data);
});

it('finds a store by its id, and says that there is none with an unknown one', async () => {
  await using subgraph = await runningSubgraph(marketplace, { sources: ['jobs'] });
  const { data, errors } = await subgraph.run('{ store(id: "store_ai") { name } none: store(id: "store_") { name } }');
  expect(data).toEqual({ store: { name: 'Artificial Intelligence' }, none: null });
  expect(errors).toMatchObject([{ path: ['none'], extensions: { code: 'NOT_FOUND', argument: 'id' } }]);
});

it('has nothing when no sample is wanted', async () => {
  await using subgraph = await runningSubgraph(marketplace, { sources: ['jobs'], settings: { sample: false } });
  const { data } = await subgraph.run('{ stores { totalCount nodes { id } } products { totalCount } }');
  expect(data).toEqual({ stores: { totalCount: 0, nodes: [] }, products: { totalCount: 0 } });
});
