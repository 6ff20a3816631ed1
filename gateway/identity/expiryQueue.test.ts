import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Expiring, ExpiryQueue } from './expiryQueue.ts';

describe('the queue of what expires', () => {
  let queue: ExpiryQueue;
  let expired: string[];
  beforeEach(() => {
    vi.useFakeTimers({ now: 1_000_000 });
    queue = new ExpiryQueue();
    expired = [];
  });
  afterEach(() => void vi.useRealTimers());

  const waiting = (name: string, inMs: number): Expiring => {
    const one = { expiresAtMs: Date.now() + inMs, expire: () => void expired.push(name) };
    queue.add(one);
    return one;
  };

  it('expires each thing at its time, never before, and at most half a second late', () => {
    waiting('b', 2_000);
    waiting('a', 500);
    waiting('c', 2_100);
    vi.advanceTimersByTime(499);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(501);
    expect(expired).toEqual(['a']);
    vi.advanceTimersByTime(1_600);
    expect(expired).toEqual(['a', 'b', 'c']);
    expect(queue.size).toBe(0);
  });

  it('expires what was too late when it came', () => {
    waiting('late', -10_000);
    expect(expired).toEqual([]);
    vi.advanceTimersByTime(500);
    expect(expired).toEqual(['late']);
  });

  it('forgets what is taken out, and has a timer only while something waits', () => {
    const one = waiting('one', 1_000);
    expect(vi.getTimerCount()).toBe(1);
    queue.delete(one);
    queue.delete(one);
    expect([vi.getTimerCount(), queue.size]).toEqual([0, 0]);
    vi.advanceTimersByTime(2_000);
    expect(expired).toEqual([]);
  });

  it('goes on when one thing takes out or puts in others', () => {
    const second: Expiring = { expiresAtMs: Date.now() + 1_000, expire: () => void expired.push('second') };
    queue.add({ expiresAtMs: Date.now() + 1_000, expire: () => queue.delete(second) });
    queue.add(second);
    queue.add({ expiresAtMs: Date.now() + 1_000, expire: () => void waiting('third', 0) });
    vi.advanceTimersByTime(2_000);
    expect(expired).toEqual(['third']);
  });

  it('goes by the clock on the wall, also when the machine slept or the clock was set', () => {
    waiting('a', 3_600_000);
    vi.setSystemTime(Date.now() + 7_200_000);
    vi.advanceTimersByTime(250);
    expect(expired).toEqual(['a']);
    waiting('b', 1_000);
    vi.setSystemTime(Date.now() - 7_200_000);
    vi.advanceTimersByTime(2_000);
    expect(expired).toEqual(['a']);
    vi.setSystemTime(Date.now() + 7_200_000);
    vi.advanceTimersByTime(2_000);
    expect(expired).toEqual(['a', 'b']);
  });
});
