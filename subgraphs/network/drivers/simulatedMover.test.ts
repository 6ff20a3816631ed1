import { describe, expect, it } from 'vitest';
import type { Clock } from '../../../lib/clock.ts';
import type { Move } from './move.ts';
import { moverContract } from './mover.contract.ts';
import { simulatedMover } from './simulatedMover.ts';

/** A clock that jumps to the end of every sleep. */
function jumpingClock(): Clock {
  let ms = Date.parse('2026-03-02T00:00:00Z');
  return {
    now: () => new Date(ms),
    async sleep(forMs, signal) {
      signal.throwIfAborted();
      ms += forMs;
    },
  };
}

const move: Move = {
  transferId: 'transfer_one',
  source: { endpointId: 'endpoint_us-east-1', folder: null, path: 'data' },
  destination: { endpointId: 'endpoint_wuxi-storage', folder: null, path: 'data' },
  limitBps: null,
  capacityBps: 1e9,
};

moverContract('simulated', async () => ({
  mover: simulatedMover({ seed: 1, clock: jumpingClock() }),
  move,
  missing: 'missing',
  [Symbol.asyncDispose]: () => Promise.resolve(),
}));

describe('the simulated mover', () => {
  /** Bytes after each part of the first file. */
  const courseOf = async (seed: number, facts: Partial<Move> = {}): Promise<readonly number[]> => {
    const session = await simulatedMover({ seed, clock: jumpingClock() }).begin({ ...move, ...facts });
    const course: number[] = [];
    const { signal } = new AbortController();
    for await (const file of session.scan(signal)) {
      if (file.kind !== 'FILE') continue;
      await session.copy(file, { from: 0, signal, onPart: async ({ bytesDone }) => void course.push(bytesDone) });
      break;
    }
    return course;
  };

  it('takes the same course for the same seed, transfer and time', async () => {
    expect(await courseOf(1)).toEqual(await courseOf(1));
    expect(await courseOf(2)).not.toEqual(await courseOf(1));
    expect(await courseOf(1, { transferId: 'transfer_two' })).not.toEqual(await courseOf(1));
  });

  it('is no faster than its limit', async () => {
    const course = await courseOf(1, { limitBps: 100e6 });
    expect(course[0]).toBeLessThan((100e6 / 8) * 0.5);
  });
});
