/** Something that is to be aborted when it lasts too long. */
export interface Limited {
  /** Milliseconds of `performance.now()`. */
  dueMs: number;
  abortAtDeadline(): void;
}

/**
 * Aborts what lasts longer than `timeoutMs`, all with the same time, so that one timer does for all of them: a timer for each request
 * costs more than the rest of what a door keeps of it.
 */
export class DeadlineQueue {
  /** In the order in which they are due. */
  readonly #waiting = new Set<Limited>();
  #timer: NodeJS.Timeout | null = null;

  constructor(readonly timeoutMs: number) {}

  add(one: Limited): void {
    one.dueMs = performance.now() + this.timeoutMs;
    this.#waiting.add(one);
    if (this.#timer === null) this.#arm(this.timeoutMs);
  }

  delete(one: Limited): void {
    this.#waiting.delete(one);
  }

  /** For a queue that nothing is added to any more. */
  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #arm(delayMs: number): void {
    // What waits here is held by its connection; the timer alone keeps no process running.
    this.#timer = setTimeout(() => this.#sweep(), Math.ceil(delayMs)).unref();
  }

  #sweep(): void {
    this.#timer = null;
    const nowMs = performance.now();
    for (const one of this.#waiting) {
      if (one.dueMs > nowMs) {
        this.#arm(one.dueMs - nowMs);
        return;
      }
      this.#waiting.delete(one);
      one.abortAtDeadline();
    }
  }
}
