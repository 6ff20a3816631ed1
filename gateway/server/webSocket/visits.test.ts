import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Visited, Visits } from './visits.ts';

describe('visits', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('come once in each period, spread evenly over it, by one timer', () => {
    const visits = new Visits(12_000);
    const times: number[] = [];
    const begun = Date.now();
    const all: Visited[] = Array.from({ length: 600 }, () => ({
      slot: 0,
      visit: () => void times.push(Date.now() - begun),
    }));
    for (const one of all) visits.add(one);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(36_000);
    expect(times).toHaveLength(3 * 600);
    const inOneMoment = new Map<number, number>();
    for (const time of times) inOneMoment.set(time, (inOneMoment.get(time) ?? 0) + 1);
    expect(Math.max(...inOneMoment.values())).toBe(10);
  });

  it('end with the last who is there', () => {
    const visits = new Visits(100);
    const one: Visited = { slot: 0, visit: () => visits.delete(one) };
    visits.add(one);
    vi.advanceTimersByTime(100);
    visits.delete(one);
    expect([visits.size, vi.getTimerCount()]).toEqual([0, 0]);
  });

  it('come also in a very short period', () => {
    const visits = new Visits(5);
    const visit = vi.fn();
    visits.add({ slot: 0, visit });
    vi.advanceTimersByTime(50);
    expect(visit).toHaveBeenCalledTimes(10);
  });
});
