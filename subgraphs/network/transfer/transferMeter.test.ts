import { describe, expect, it } from 'vitest';
import { etaSeconds, transferMeter } from './transferMeter.ts';

const fresh = { bytesMoved: 0, activeMs: 0, peakBps: null };

describe('the rate of a transfer', () => {
  it('is the present one over a sliding window, and the mean over everything', () => {
    const meter = transferMeter(fresh, 0);
    for (let second = 1; second <= 10; second += 1) meter.moved(1_000, second * 1_000);
    for (let second = 11; second <= 20; second += 1) meter.moved(3_000, second * 1_000);
    expect(meter.read(20_000)).toMatchObject({ currentBps: 24_000, meanBps: 16_000, peakBps: 24_000 });
  });

  it('falls to nothing when nothing moves, and keeps its peak', () => {
    const meter = transferMeter(fresh, 0);
    meter.moved(1_000, 1_000);
    expect(meter.read(30_000)).toMatchObject({ currentBps: 0, peakBps: 8_000 });
  });

  it('is not said before enough time has passed', () => {
    const meter = transferMeter(fresh, 0);
    meter.moved(1_000_000, 1);
    expect(meter.read(1)).toMatchObject({ currentBps: null, meanBps: null, peakBps: null });
  });

  it('counts earlier attempts, but not the time between them', () => {
    const meter = transferMeter({ bytesMoved: 1_000, activeMs: 1_000, peakBps: 9_000 }, 500_000);
    meter.moved(1_000, 501_000);
    expect(meter.read(501_000)).toEqual({
      currentBps: 8_000,
      meanBps: 8_000,
      peakBps: 9_000,
      activeMs: 2_000,
      bytesMoved: 2_000,
    });
  });
});

describe('the time that is left', () => {
  const reading = { currentBps: 8_000, meanBps: 16_000, peakBps: null, activeMs: 0, bytesMoved: 0 };

  it('follows the present rate, the mean when nothing moves just now', () => {
    expect(etaSeconds(10_000, reading)).toBe(10);
    expect(etaSeconds(10_000, { ...reading, currentBps: 0 })).toBe(5);
  });

  it('is not said without a rate, and none when nothing is left', () => {
    expect(etaSeconds(10_000, { ...reading, currentBps: null, meanBps: null })).toBeNull();
    expect(etaSeconds(0, reading)).toBe(0);
  });
});
