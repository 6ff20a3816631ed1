import type { Random } from 'fast-check';

/** Decisions of a generator, all out of one seeded source. */
export interface Chance {
  /** A whole number of the range, both ends included. */
  between(low: number, high: number): number;
  /** True that often out of a hundred. */
  percent(times: number): boolean;
  /** One of these, or null of none. */
  one<T>(items: readonly T[]): T | null;
}

/** Decisions by a random source of fast-check. */
export function chanceOf(random: Random): Chance {
  return {
    between: (low, high) => random.nextInt(low, high),
    percent: (times) => random.nextInt(0, 99) < times,
    one: (items) => (items.length === 0 ? null : (items[random.nextInt(0, items.length - 1)] ?? null)),
  };
}
