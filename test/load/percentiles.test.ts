import { expect, it } from 'vitest';
import { percentiles } from './percentiles.ts';

it('takes the nearest rank, whatever the order of the samples', () => {
  const samples = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect(percentiles(samples)).toEqual({ count: 100, p50: 50, p99: 99, max: 100 });
  expect(percentiles([7])).toEqual({ count: 1, p50: 7, p99: 7, max: 7 });
});
