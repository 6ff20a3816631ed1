import { expect, it } from 'vitest';
import { manyByKey, oneByKey } from './rows.ts';

const rows = [
  { id: 'b', of: 'x' },
  { id: 'a', of: 'y' },
  { id: 'c', of: 'x' },
];

it('lines rows up with keys, whatever their order, and says null for a missing one', () => {
  expect(oneByKey(['a', 'missing', 'c', 'a'], rows, (row) => row.id)).toEqual([rows[1], null, rows[2], rows[1]]);
});

it('groups rows by key, keeps their order, and gives each missing key its own empty list', () => {
  const [x, none, alsoNone] = manyByKey(['x', 'none', 'alsoNone'], rows, (row) => row.of);
  expect(x).toEqual([rows[0], rows[2]]);
  expect(none).toEqual([]);
  expect(none).not.toBe(alsoNone);
});
