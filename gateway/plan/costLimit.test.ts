import { expect, test } from 'vitest';
import { costLimit } from './costLimit.ts';
import { sum, times } from './costTerm.ts';

test('a cost up to the maximum passes, and nothing costs less than nothing', () => {
  expect(costLimit(5, {}, 5)).toBeNull();
  expect(costLimit(-5, {}, 0)).toBeNull();
  expect(costLimit(6, {}, 5)?.extensions['cost']).toEqual({ estimated: 6, max: 5 });
});

test('a cost that is no number is refused', () => {
  expect(costLimit(Number.NaN, {}, 5)).not.toBeNull();
});

test('a list of none costs nothing, whatever would be in it', () => {
  const endless = times(Number.POSITIVE_INFINITY, 1);
  expect(times(0, endless)).toBe(0);
  const byVariable = sum([times((variables) => Number(variables['n']), endless), 1]);
  expect(costLimit(byVariable, { n: 0 }, 1)).toBeNull();
  expect(costLimit(byVariable, { n: 1 }, 1)).not.toBeNull();
});
