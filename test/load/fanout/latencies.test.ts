import { expect, it } from 'vitest';
import { Latencies, latencyAt } from './latencies.ts';

it('gives ranks over the deliveries of several processes', () => {
  const one = new Latencies();
  const other = new Latencies();
  for (let ms = 1; ms <= 100; ms += 1) (ms % 2 === 0 ? one : other).add(ms * 1_000 - 50);
  const parts = [one.counts(), other.counts()];
  expect([latencyAt(0.5, parts), latencyAt(0.99, parts), latencyAt(1, parts)]).toEqual([50, 99, 100]);
  one.clear();
  other.clear();
  expect(() => latencyAt(0.5, [one.counts(), other.counts()])).toThrow('no latencies');
});

it('takes what lies beyond its range for the ends of it', () => {
  const latencies = new Latencies();
  latencies.add(-5);
  latencies.add(1e9);
  expect([latencyAt(0.5, [latencies.counts()]), latencyAt(1, [latencies.counts()])]).toEqual([0.1, 30_000]);
});
