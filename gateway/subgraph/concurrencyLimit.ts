/** Lets a number of things happen at a time; further ones wait their turn, up to a number too. */
export interface ConcurrencyLimit {
  /** `entered` when it is the caller's turn; `waiting` when `onTurn` will be called once it is; `full` when too many wait already. */
  enter(onTurn: () => void): 'entered' | 'waiting' | 'full';
  /** Gives a turn back: once for each. */
  leave(): void;
  /** Forgets one who waits. */
  forget(onTurn: () => void): void;
}

/** A limit with its own queue, first come, first served. */
export function concurrencyLimit(maxRunning: number, maxWaiting: number): ConcurrencyLimit {
  const waiting = new Set<() => void>();
  let running = 0;
  return {
    enter(onTurn) {
      if (running < maxRunning) {
        running += 1;
        return 'entered';
      }
      if (waiting.size >= maxWaiting) return 'full';
      waiting.add(onTurn);
      return 'waiting';
    },
    leave() {
      const [next] = waiting;
      if (next === undefined) {
        running -= 1;
        return;
      }
      waiting.delete(next); // the turn is handed on
      next();
    },
    forget: (onTurn) => void waiting.delete(onTurn),
  };
}
