/** Something that is true until a point in time. */
export interface Expiring {
  /** Milliseconds since the epoch; does not change while it waits. */
  readonly expiresAtMs: number;
  expire(): void;
}

/** How late something may expire, in milliseconds. */
const bucketMs = 250;

/**
 * Expires each of many things soon after its time, by the clock on the wall: one timer for all, which exists only while something waits. Adding and taking
 * out cost the same however many there are.
 */
export class ExpiryQueue {
  readonly #buckets = new Map<number, Set<Expiring>>();
  readonly #bucketOf = new Map<Expiring, number>();
  readonly #nowMs: () => number;
  #timer: NodeJS.Timeout | null = null;
  /** Everything up to this bucket has expired. */
  #done = 0;

  constructor(nowMs: () => number = Date.now) {
    this.#nowMs = nowMs;
  }

  get size(): number {
    return this.#bucketOf.size;
  }

  /** What has expired already does so at the next look, not in this call. */
  add(one: Expiring): void {
    if (this.#timer === null) {
      this.#done = this.#bucketNow();
      // Whoever waits here is held by a connection; the timer alone keeps no process running.
      this.#timer = setInterval(() => this.#sweep(), bucketMs).unref();
    }
    const bucket = Math.max(Math.ceil(one.expiresAtMs / bucketMs), this.#done + 1);
    const others = this.#buckets.get(bucket);
    if (others === undefined) this.#buckets.set(bucket, new Set([one]));
    else others.add(one);
    this.#bucketOf.set(one, bucket);
  }

  delete(one: Expiring): void {
    const bucket = this.#bucketOf.get(one);
    if (bucket === undefined) return;
    this.#bucketOf.delete(one);
    const others = this.#buckets.get(bucket);
    others?.delete(one);
    if (others?.size === 0) this.#buckets.delete(bucket);
    if (this.#bucketOf.size === 0) this.#stop();
  }

  #bucketNow(): number {
    return Math.floor(this.#nowMs() / bucketMs);
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #sweep(): void {
    const now = this.#bucketNow();
    const from = this.#done;
    this.#done = now; // also backwards, when the clock was set back
    if (now - from > this.#buckets.size) {
      // After a long sleep of the machine there are fewer buckets than steps.
      for (const bucket of [...this.#buckets.keys()]) if (bucket <= now) this.#expire(bucket);
      return;
    }
    for (let bucket = from + 1; bucket <= now; bucket += 1) this.#expire(bucket);
  }

  #expire(bucket: number): void {
    for (const one of [...(this.#buckets.get(bucket) ?? [])]) {
      if (!this.#bucketOf.has(one)) continue; // one before it has taken it out
      this.delete(one);
      one.expire();
    }
  }
}
