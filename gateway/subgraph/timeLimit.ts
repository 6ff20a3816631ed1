import type { Clock } from '../../lib/clock.ts';

/** Work that may take a limited time. */
export interface LimitedWork {
  /** When time is up, in milliseconds since 1970; set by `begin`. */
  dueMs: number;
  timeUp(): void;
}

/** One time limit for many pieces of work. */
export interface TimeLimit {
  begin(work: LimitedWork): void;
  /** The work has ended in time. Does nothing for what has ended before. */
  end(work: LimitedWork): void;
}

/** What began first is due first, so one timer, for the oldest, serves all of them; it stays set when that one ends early. */
export function timeLimit(ms: number, clock: Clock): TimeLimit {
  const running = new Set<LimitedWork>();
  const forever = new AbortController().signal;
  let isSet = false;

  const wait = (waitMs: number): void => {
    isSet = true;
    clock.sleep(waitMs, forever, true).then(onTimer, () => undefined);
  };
  const onTimer = (): void => {
    isSet = false;
    const nowMs = clock.now().getTime();
    for (const work of running) {
      // A clock that was set back delays the end by one more limit at most.
      if (work.dueMs > nowMs) {
        wait(Math.min(work.dueMs - nowMs, ms));
        return;
      }
      running.delete(work);
      work.timeUp();
    }
  };

  return {
    begin(work) {
      work.dueMs = clock.now().getTime() + ms;
      running.add(work);
      if (!isSet) wait(ms);
    },
    end: (work) => void running.delete(work),
  };
}
