import { expect, it } from 'vitest';
import { type PagedList, pageLoader } from './pageLoader.ts';
import { type PageRequest, pageArguments } from './pagination.ts';

interface Row {
  readonly id: string;
  readonly ofBox: string;
  readonly createdAt: Date;
}

const rows: readonly Row[] = ['a1', 'a2', 'a3', 'b1'].map((id, at) => ({
  id,
  ofBox: `box_${id[0]}`,
  createdAt: new Date(at),
}));

function recorded() {
  const asked: (readonly string[])[] = [];
  const counted: (readonly string[])[] = [];
  const list: PagedList<Row> = {
    name: 'test.rows',
    rows: async (keys: readonly string[], { limit }: PageRequest) => {
      asked.push(keys);
      return keys.flatMap((key) => rows.filter(({ ofBox }) => ofBox === key).slice(0, limit + 1));
    },
    lengths: async (keys: readonly string[]) => {
      counted.push(keys);
      return [{ key: 'box_a', length: 3 }];
    },
    keyOf: ({ ofBox }) => ofBox,
    placeOf: (row) => row,
  };
  return { asked, counted, load: pageLoader(list) };
}

const total = async (counts: number | (() => number | Promise<number>)): Promise<number> =>
  typeof counts === 'number' ? counts : counts();

it('reads the same page of several things together, each its own rows', async () => {
  const { asked, counted, load } = recorded();
  const request = pageArguments({ first: 2 }, 10);
  const [a, b, none] = await Promise.all([
    load('box_a', request),
    load('box_b', pageArguments({ first: 2 }, 10)),
    load('box_c', request),
  ]);
  expect(asked).toEqual([['box_a', 'box_b', 'box_c']]);
  expect(a.nodes.map(({ id }) => id)).toEqual(['a1', 'a2']);
  expect(a.pageInfo.hasNextPage).toBe(true);
  expect(b.nodes.map(({ id }) => id)).toEqual(['b1']);
  expect(none.nodes).toEqual([]);
  expect(counted).toEqual([]);
});

it('counts only when asked to, for all at once, and zero where there is nothing', async () => {
  const { counted, load } = recorded();
  const request = pageArguments({}, 10);
  const [a, none] = await Promise.all([load('box_a', request), load('box_c', request)]);
  expect(await Promise.all([total(a.totalCount), total(none.totalCount)])).toEqual([3, 0]);
  expect(counted).toEqual([['box_a', 'box_c']]);
});

it('reads different pages apart', async () => {
  const { asked, load } = recorded();
  const [one, two] = await Promise.all([
    load('box_a', pageArguments({ first: 1 }, 10)),
    load('box_a', pageArguments({ first: 2 }, 10)),
  ]);
  expect(asked).toHaveLength(2);
  expect([one.nodes.length, two.nodes.length]).toEqual([1, 2]);
});
