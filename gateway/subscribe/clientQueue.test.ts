import { describe, expect, it } from 'vitest';
import type { SubscriptionEvent } from '../graph.ts';
import { ClientQueue } from './clientQueue.ts';
import { mergedBytes } from './mergedBytes.ts';

const event = (n: number, stateKey: string | null = null): SubscriptionEvent => ({
  answer: { data: `{"e":{"n":${n},"m":0}}` },
  cursor: `c${n}`,
  stateKey,
  mergedAt: [['e', 'm']],
  committedAtMs: null,
  bytes: Buffer.from(`{"data":{"e":{"n":${n},"m":0}}}`),
});

const drained = (queue: ClientQueue): readonly string[] => {
  const all: string[] = [];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    all.push(mergedBytes(next.event, next.merged).toString());
  }
  return all;
};
const text = (n: number, m = 0): string => `{"data":{"e":{"n":${n},"m":${m}}}}`;

describe('the queue of a slow client', () => {
  it('keeps every event that counts, in order', () => {
    const queue = new ClientQueue({ events: 10, bytes: 10_000 });
    for (const n of [1, 2, 3]) expect(queue.push(event(n))).toBe('taken');
    expect(drained(queue)).toEqual([text(1), text(2), text(3)]);
  });

  it('keeps the latest state of each key, in the order of the cursors, and tells how many went up in it', () => {
    const queue = new ClientQueue({ events: 10, bytes: 10_000 });
    const pushed = [event(1, 'a'), event(2, 'b'), event(3, 'a'), event(4, 'a')].map((one) => queue.push(one));
    expect(pushed).toEqual(['taken', 'taken', 'merged', 'merged']);
    expect(drained(queue)).toEqual([text(2), text(4, 2)]);
  });

  it('takes no more than its limits, in events and in bytes, and still has what it took', () => {
    const few = new ClientQueue({ events: 2, bytes: 10_000 });
    expect([1, 2, 3].map((n) => few.push(event(n)))).toEqual(['taken', 'taken', 'full']);
    expect(drained(few)).toEqual([text(1), text(2)]);
    const small = new ClientQueue({ events: 10, bytes: 2 * text(1).length });
    expect([1, 2, 3].map((n) => small.push(event(n)))).toEqual(['taken', 'taken', 'full']);
    expect(small.bytes).toBe(2 * text(1).length);
  });

  it('takes a newer state when it is full of older ones', () => {
    const queue = new ClientQueue({ events: 1, bytes: 10_000 });
    expect([event(1, 'a'), event(2, 'a'), event(3, 'b')].map((one) => queue.push(one))).toEqual([
      'taken',
      'merged',
      'full',
    ]);
  });

  it('is empty after it was cleared', () => {
    const queue = new ClientQueue({ events: 5, bytes: 10_000 });
    queue.push(event(1));
    queue.clear();
    expect([queue.size, queue.bytes, queue.shift()]).toEqual([0, 0, undefined]);
  });
});
