import { describe, expect, it } from 'vitest';
import { origin, type Position, before as placeBefore } from '../../../lib/position.ts';
import type { Follower } from './follower.ts';
import { logMemory } from './logMemory.ts';
import type { LogPage, StoredEvent } from './readLog.ts';

function event(n: number, key = 'a', payloadBytes = 10): StoredEvent {
  const position = { tx: BigInt(n), seq: BigInt(n) };
  return { position, topic: 'job', key, type: 'Changed', payload: n, occurredAt: new Date(0), payloadBytes };
}

function page(events: readonly StoredEvent[], epoch = 'e'): LogPage {
  const end: Position = events.at(-1)?.position ?? placeBefore(1n);
  return { epoch, trimmedTo: origin, xmin: end.tx, xmax: end.tx, heldBack: false, events, end, isFull: false };
}

function follower(position: Position, keys: readonly string[] | null = null): Follower & { wakes: number } {
  return {
    topics: ['job'],
    keys,
    position,
    pending: [],
    isBehind: false,
    failure: null,
    wakes: 0,
    wake() {
      this.wakes += 1;
    },
  };
}

function range(from: number, to: number): readonly StoredEvent[] {
  return Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
}

describe('logMemory', () => {
  it('feeds a follower what it watches, and wakes nobody else', () => {
    const memory = logMemory();
    memory.take(page([]));
    const [all, some, none] = [
      follower(placeBefore(1n)),
      follower(placeBefore(1n), ['b']),
      follower(placeBefore(1n), ['c']),
    ];
    for (const one of [all, some, none]) expect(memory.join(one, 'e')).toBe(true);
    memory.take(page([event(1, 'a'), event(2, 'b')]));
    const given = [all, some, none].map(({ pending }) => pending.map((index) => memory.entry(index)?.payload));
    expect(given).toEqual([[1, 2], [2], []]);
    expect(none.wakes).toBe(0);
  });

  it('gives who joins what is in memory after its position, and refuses a position before it or of another epoch', () => {
    const memory = logMemory();
    memory.take(page([]));
    memory.take(page(range(1, 5_000)));
    const late = follower({ tx: 4_990n, seq: 4_990n });
    expect(memory.join(late, 'e')).toBe(true);
    expect(late.pending).toHaveLength(10);
    expect(memory.join(follower({ tx: 100n, seq: 100n }), 'e')).toBe(false);
    expect(memory.join(follower({ tx: 4_990n, seq: 4_990n }), 'other')).toBe(false);
  });

  it('lets go of a follower that does not read, with a position from which it misses nothing', () => {
    const memory = logMemory();
    memory.take(page([]));
    const slow = follower(placeBefore(1n), ['b']);
    memory.join(slow, 'e');
    memory.take(page([...range(1, 99), event(100, 'b')]));
    memory.take(page(range(101, 6_000)));
    memory.take(page([event(6_001, 'b')]));
    expect({ isBehind: slow.isBehind, pending: slow.pending, followers: memory.followers }).toEqual({
      isBehind: true,
      pending: [],
      followers: 0,
    });
    expect(slow.position).toEqual({ tx: 100n, seq: 99n });
  });

  it('is bounded in bytes too, and always holds the newest event', () => {
    const memory = logMemory();
    memory.take(page([]));
    const megabyte = 1_048_576;
    memory.take(page(Array.from({ length: 100 }, (_, index) => event(index + 1, 'a', megabyte))));
    const held = Array.from({ length: 100 }, (_, index) => memory.entry(index)).filter((entry) => entry !== undefined);
    expect(held.map(({ payload }) => payload)).toEqual(Array.from({ length: 32 }, (_, index) => 69 + index));
    memory.take(page([event(101, 'a', 100 * megabyte)]));
    expect(memory.entry(100)?.payload).toBe(101);
    expect(memory.entry(99)).toBeUndefined();
  });

  it('fails its followers when the epoch changes', () => {
    const memory = logMemory();
    memory.take(page([]));
    const one = follower(placeBefore(1n));
    memory.join(one, 'e');
    expect(memory.take(page([event(1)], 'another'))).toBe('begun anew');
    expect(one.failure).toMatchObject({ reason: 'EPOCH_CHANGED' });
    expect(memory.followers).toBe(0);
  });
});
