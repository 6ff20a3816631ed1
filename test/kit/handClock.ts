import type { Clock } from '../../lib/clock.ts';

/** A clock that stands until a test moves it. */
export interface HandClock extends Clock {
  /** Moves the time and wakes who has slept long enough. */
  advance(ms: number): void;
  /** How many sleep until exactly this time. */
  sleepersUntil(ms: number): number;
  /** When the first of those who sleep is to wake; null when nobody sleeps. */
  nextWake(): number | null;
}

export function handClock(beginsAt: number): HandClock {
  let nowMs = beginsAt;
  const sleepers = new Set<{ readonly untilMs: number; wake(): void }>();
  return {
    now: () => new Date(nowMs),
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) {
          reject(signal.reason);
          return;
        }
        const sleeper = {
          untilMs: nowMs + ms,
          wake() {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        sleepers.add(sleeper);
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper);
          reject(signal.reason);
        });
      }),
    advance(ms) {
      nowMs += ms;
      for (const sleeper of [...sleepers]) if (sleeper.untilMs <= nowMs) sleeper.wake();
    },
    sleepersUntil: (ms) => [...sleepers].filter(({ untilMs }) => untilMs === ms).length,
    nextWake: () => (sleepers.size === 0 ? null : Math.min(...[...sleepers].map(({ untilMs }) => untilMs))),
  };
}
