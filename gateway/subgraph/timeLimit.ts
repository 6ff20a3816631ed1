import type { Clock } from '../../lib/clock.ts';

/** Work that may take a limited time. The limit keeps its own notes on it. */
export abstract class LimitedWork {
  /** When time is up, in milliseconds since 1970. */
  dueMs = 0;
  isTimed = false;
  earlier: LimitedWork | null = null;
  later: LimitedWork | null = null;

  abstract timeUp(): void;
}

/** One time limit for many pieces of work. */
export interface TimeLimit {
  begin(work: LimitedWork): void;
  /** The work has ended in time. Does nothing for what has ended before. */
  end(work: LimitedWork): void;
}

/** A limit in milliseconds. */
export function timeLimit(ms: number, clock: Clock): TimeLimit {
  return new SharedTimer(ms, clock);
}

/** What began first is due first, so one timer, for the oldest, serves all of them; it stays set when that one ends early. */
class SharedTimer implements TimeLimit {
  #oldest: LimitedWork | null = null;
  #newest: LimitedWork | null = null;
  #isSet = false;
  readonly #forever = new AbortController().signal;
  readonly #ms: number;
  readonly #clock: Clock;

  constructor(ms: number, clock: Clock) {
    this.#ms = ms;
    this.#clock = clock;
  }

  begin(work: LimitedWork): void {
    work.dueMs = this.#clock.now().getTime() + this.#ms;
    work.isTimed = true;
    work.earlier = this.#newest;
    if (this.#newest === null) this.#oldest = work;
    else this.#newest.later = work;
    this.#newest = work;
    if (!this.#isSet) this.#wait(this.#ms);
  }

  end(work: LimitedWork): void {
    if (!work.isTimed) return;
    work.isTimed = false;
    if (work.earlier === null) this.#oldest = work.later;
    else work.earlier.later = work.later;
    if (work.later === null) this.#newest = work.earlier;
    else work.later.earlier = work.earlier;
    work.earlier = null;
    work.later = null;
  }

  #wait(ms: number): void {
    this.#isSet = true;
    this.#clock.sleep(ms, this.#forever, true).then(
      () => this.#onTimer(),
      () => undefined,
    );
  }

  #onTimer(): void {
    this.#isSet = false;
    const nowMs = this.#clock.now().getTime();
    while (this.#oldest !== null && this.#oldest.dueMs <= nowMs) {
      const work = this.#oldest;
      this.end(work);
      work.timeUp();
    }
    // A clock that was set back delays the end by one more limit at most.
    if (this.#oldest !== null && !this.#isSet) this.#wait(Math.min(this.#oldest.dueMs - nowMs, this.#ms));
  }
}
