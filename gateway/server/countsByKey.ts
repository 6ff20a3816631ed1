/** How many of something there are for each key, up to a limit for one key. */
export class CountsByKey {
  readonly limit: number;
  readonly #counts = new Map<string, number>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Keys that have any. */
  get size(): number {
    return this.#counts.size;
  }

  hasRoom(key: string): boolean {
    return (this.#counts.get(key) ?? 0) < this.limit;
  }

  /** One more; false when there is no room for it, and then it is not counted. */
  enter(key: string): boolean {
    if (!this.hasRoom(key)) return false;
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
    return true;
  }

  /** One less, of those that have entered. */
  leave(key: string): void {
    const left = (this.#counts.get(key) ?? 0) - 1;
    if (left > 0) this.#counts.set(key, left);
    else this.#counts.delete(key);
  }
}
