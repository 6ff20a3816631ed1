import { expect, it } from 'vitest';
import { CountsByKey } from './countsByKey.ts';

it('CountsByKey lets in as many of each key as there may be, and forgets keys that have none', () => {
  const counts = new CountsByKey(2);
  expect(['a', 'a', 'a', 'b'].map((key) => counts.enter(key))).toEqual([true, true, false, true]);
  counts.leave('a');
  expect([counts.enter('a'), counts.enter('a')]).toEqual([true, false]);
  for (const key of ['a', 'a', 'b']) counts.leave(key);
  expect(counts.size).toBe(0);
});
