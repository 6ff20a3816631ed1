/** So many cursors are remembered. What a server sends again lies right behind the cursor that it was asked for. */
const remembered = 1_024;

/**
 * Which events of one subscription were given out, over all its connections, so that none is given twice.
 *
 * All events of a present state but the last have the same cursor, which means "this state was not given out whole": a run of one cursor is not a
 * repetition. A server that is asked to go on behind such a cursor begins the state again, and it must pass, or parts of it would never be seen.
 */
export class GivenEvents {
  readonly #given = new Set<string>();
  #cursor: string | null = null;
  /** Of the event before, on this connection. */
  #previous: string | null = null;
  /** What this connection was asked to go on behind, until its first event has come. */
  #askedAfter: string | null = null;

  /** The place to go on behind; null before the first event. */
  get cursor(): string | null {
    return this.#cursor;
  }

  /** Another connection begins, behind this cursor, or with the present state: then nothing that comes is a repetition. */
  begin(after: string | null): void {
    if (after === null) this.#given.clear();
    this.#cursor = after;
    this.#askedAfter = after;
    this.#previous = null;
  }

  /** True when the event is to be given out. Without a cursor nobody can tell: it is. */
  take(cursor: string | null): boolean {
    if (cursor === null) return true;
    const isRun = cursor === this.#previous || cursor === this.#askedAfter;
    this.#askedAfter = null;
    if (!isRun && this.#given.has(cursor)) return false;
    this.#previous = cursor;
    this.#cursor = cursor;
    this.#given.add(cursor);
    if (this.#given.size > remembered) this.#forgetOldest();
    return true;
  }

  #forgetOldest(): void {
    for (const oldest of this.#given) {
      this.#given.delete(oldest);
      return;
    }
  }
}
