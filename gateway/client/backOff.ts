/** How long to wait before each attempt: twice as long each time up to a bound, and somewhat at random, so that thousands do not come back at once. */
export class BackOff {
  readonly #minMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  #attempts = 0;

  /** `random` gives numbers from 0 to less than 1. */
  constructor(minMs: number, maxMs: number, random: () => number) {
    this.#minMs = minMs;
    this.#maxMs = maxMs;
    this.#random = random;
  }

  /** Milliseconds before the next attempt: between half and all of the step that it has come to. */
  next(): number {
    const stepMs = Math.min(this.#maxMs, this.#minMs * 2 ** this.#attempts);
    if (stepMs < this.#maxMs) this.#attempts += 1;
    return Math.round(stepMs * (0.5 + this.#random() / 2));
  }

  /** It went well: the next wait is a short one. */
  reset(): void {
    this.#attempts = 0;
  }
}
