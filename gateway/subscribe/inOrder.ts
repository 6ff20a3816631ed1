/** Work that is done side by side and given out in the order in which it began. */
export interface OrderedWork<T> {
  /** What has not been given out. */
  readonly size: number;
  /** Takes work that is under way and must not reject. A promise when no more should begin: it resolves when there is room again. */
  add(work: Promise<T>): void | Promise<void>;
  /** Resolves when everything has been given out. */
  settled(): Promise<void>;
}

/** Gives each outcome to `give`, which may hold back the next one by a promise; at most `limit` are under way. */
export function inOrder<T>(limit: number, give: (outcome: T) => void | Promise<void>): OrderedWork<T> {
  let size = 0;
  let last: Promise<void> = Promise.resolve();
  return {
    get size() {
      return size;
    },
    add(work) {
      size += 1;
      const turn = last.then(async () => {
        const outcome = await work;
        size -= 1;
        const held = give(outcome);
        if (held !== undefined) await held;
      });
      last = turn;
      return size >= limit ? turn : undefined;
    },
    settled: () => last,
  };
}
