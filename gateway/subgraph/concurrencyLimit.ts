/** Who waits for a turn. */
export interface TurnTaker {
  onTurn(): void;
}

/** Lets a number of things happen at a time; further ones wait their turn, up to a number too. */
export interface ConcurrencyLimit {
  /** `entered` when it is the caller's turn; `waiting` when `onTurn` will be called once it is; `full` when too many wait already. */
  enter(taker: TurnTaker): 'entered' | 'waiting' | 'full';
  /** Gives a turn back: once for each. */
  leave(): void;
  /** Forgets one who waits. */
  forget(taker: TurnTaker): void;
}

/** A limit with its own queue, first come, first served. */
export function concurrencyLimit(maxRunning: number, maxWaiting: number): ConcurrencyLimit {
  const waiting = new Set<TurnTaker>();
  let running = 0;
  return {
    enter(taker) {
      if (running < maxRunning) {
        running += 1;
        return 'entered';
      }
      if (waiting.size >= maxWaiting) return 'full';
      waiting.add(taker);
      return 'waiting';
    },
    leave() {
      if (waiting.size === 0) {
        running -= 1;
        return;
      }
      for (const next of waiting) {
        waiting.delete(next); // the turn is handed on
        next.onTurn();
        return;
      }
    },
    forget: (taker) => void waiting.delete(taker),
  };
}
