import { describe, expect, it } from 'vitest';
import { MessageRate } from './messageRate.ts';

describe('the rate of messages', () => {
  const taken = (rate: MessageRate, atMs: number, count: number): number =>
    Array.from({ length: count }, () => rate.take(atMs)).filter((isTaken) => isTaken).length;

  it('lets a burst through, and then as many as come in the long run', () => {
    const rate = new MessageRate({ messagesPerSecond: 100, messageBurst: 1_000 }, 0);
    expect(taken(rate, 0, 1_500)).toBe(1_000);
    expect(taken(rate, 10, 5)).toBe(1);
    expect(taken(rate, 1_010, 200)).toBe(100);
  });

  it('lets no more than a burst through, however long it was quiet', () => {
    const rate = new MessageRate({ messagesPerSecond: 100, messageBurst: 50 }, 0);
    expect(taken(rate, 3_600_000, 100)).toBe(50);
  });

  it('never refuses who keeps to the rate', () => {
    const rate = new MessageRate({ messagesPerSecond: 100, messageBurst: 2 }, 0);
    for (let atMs = 10; atMs < 100_000; atMs += 10) expect(rate.take(atMs)).toBe(true);
  });
});
