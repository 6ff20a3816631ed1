/** Somebody who is looked at again and again. */
export interface Visited {
  /** Where it waits; only `Visits` writes it. */
  slot: number;
  visit(): void;
}

/** No more looks than one in so many milliseconds. */
const minTickMs = 10;
const maxSlots = 60;

/**
 * Visits everybody once in every period, spread evenly over it: one timer for all, which exists only while there is somebody, and no moment at which
 * all of them have their turn.
 */
export class Visits {
  readonly periodMs: number;
  readonly #slots: readonly Set<Visited>[];
  #timer: NodeJS.Timeout | null = null;
  #count = 0;
  #turn = 0;
  #next = 0;

  constructor(periodMs: number) {
    this.periodMs = periodMs;
    const slots = Math.max(1, Math.min(maxSlots, Math.floor(periodMs / minTickMs)));
    this.#slots = Array.from({ length: slots }, () => new Set<Visited>());
  }

  get size(): number {
    return this.#count;
  }

  /** The first visit comes within the period. */
  add(one: Visited): void {
    one.slot = this.#next;
    this.#next = (this.#next + 1) % this.#slots.length;
    this.#slots[one.slot]?.add(one);
    this.#count += 1;
    // A connection keeps the process running by itself; its visits alone do not.
    this.#timer ??= setInterval(() => this.#tick(), this.periodMs / this.#slots.length).unref();
  }

  /** Safe to call twice. */
  delete(one: Visited): void {
    if (this.#slots[one.slot]?.delete(one) !== true) return;
    this.#count -= 1;
    if (this.#count > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #tick(): void {
    const slot = this.#slots[this.#turn];
    this.#turn = (this.#turn + 1) % this.#slots.length;
    for (const one of slot ?? []) one.visit();
  }
}
