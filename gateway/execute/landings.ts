/** Which fetches of an operation have ended, for the parts that depend on them. */
export interface Landings {
  mark(id: string): void;
  /** Resolves when all of these have ended, or when `around` has: what it did not fetch will not come. Never rejects. */
  wait(ids: readonly string[], around: Promise<unknown>): Promise<void>;
}

/** None has ended yet. */
export function landings(): Landings {
  const ended = new Set<string>();
  const waiting = new Map<string, (() => void)[]>();
  const landed = (id: string): Promise<void> =>
    ended.has(id)
      ? Promise.resolve()
      : new Promise((resolve) => waiting.set(id, [...(waiting.get(id) ?? []), resolve]));
  return {
    mark(id) {
      ended.add(id);
      for (const resolve of waiting.get(id) ?? []) resolve();
      waiting.delete(id);
    },
    wait: async (ids, around) => void (await Promise.race([Promise.all(ids.map(landed)), around])),
  };
}
