import { describe, expect, it } from 'vitest';
import { formatBytes } from './bytes.ts';
import { formatCount } from './count.ts';
import { formatDuration } from './duration.ts';
import { formatPercent } from './percent.ts';
import { percentOf } from './percentOf.ts';
import { formatRate } from './rate.ts';
import { formatWord } from './word.ts';

describe('what people read', () => {
  it.each([
    [0, '0 bit/s'],
    [999, '999 bit/s'],
    [999.6, '1.00 kbit/s'],
    [10_148_376_821.8, '10.1 Gbit/s'],
    [602_315_639_009, '602 Gbit/s'],
    [999_700_000, '1.00 Gbit/s'],
    [null, '–'],
  ])('has rates in three digits: %s is %s', (bps, text) => expect(formatRate(bps)).toBe(text));

  it.each([
    [978_000_000_000_000, '978 TB'],
    ['9007199254740993', '9.01 PB'],
    [392_104_943_906, '392 GB'],
    [undefined, '–'],
  ])('has bytes in three digits: %s is %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

  it.each([
    [0, '0 s'],
    [59.9, '59 s'],
    [60, '1 min'],
    [3_661, '1 h 1 min'],
    [3_605, '1 h'],
    [770_652, '8 d 22 h'],
    [86_400 * 400, '400 d'],
    [-3, '0 s'],
    [Number.NaN, '–'],
    [null, '–'],
  ])('has times in two units: %s s are %s', (seconds, text) => expect(formatDuration(seconds)).toBe(text));

  it.each([
    [0, '0 %'],
    [0.04, '< 0.1 %'],
    [4.27, '4.2 %'],
    [83.9, '83 %'],
    [99.97, '99.9 %'],
    [100, '100 %'],
    [null, '–'],
  ])('never rounds up to all: %s %% are %s', (percent, text) => expect(formatPercent(percent)).toBe(text));

  it('has counts with thousands apart, and words without capitals', () => {
    expect([formatCount(53_760), formatCount(null)]).toEqual(['53,760', '–']);
    expect([percentOf(1, 4), percentOf(1, 0)]).toEqual([25, null]);
    expect(formatWord('OUT_OF_MEMORY')).toBe('Out of memory');
  });
});
