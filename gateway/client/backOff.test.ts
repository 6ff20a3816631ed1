import { describe, expect, it } from 'vitest';
import { BackOff } from './backOff.ts';

describe('the waits between attempts', () => {
  it('double up to the longest, each somewhere in its upper half', () => {
    const longest = new BackOff(500, 5_000, () => 1);
    expect([1, 2, 3, 4, 5, 6].map(() => longest.next())).toEqual([500, 1_000, 2_000, 4_000, 5_000, 5_000]);
    const shortest = new BackOff(500, 5_000, () => 0);
    expect([1, 2, 3, 4, 5, 6].map(() => shortest.next())).toEqual([250, 500, 1_000, 2_000, 2_500, 2_500]);
  });

  it('are short again after it went well', () => {
    const backOff = new BackOff(500, 5_000, () => 1);
    for (let attempt = 0; attempt < 10_000; attempt += 1) backOff.next();
    expect(backOff.next()).toBe(5_000);
    backOff.reset();
    expect(backOff.next()).toBe(500);
  });
});
