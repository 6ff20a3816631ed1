/** Lets a number of things happen at a time; further ones wait their turn, up to a number too. */
export interface ConcurrencyLimit {
  /**
   * A turn, as the function that gives it back (calling it twice does nothing more); null when too many wait already.
   * Rejects with the signal's reason when it aborts before the turn comes.
   */
  enter(signal: AbortSignal): Promise<(() => void) | null>;
}

/** A limit with its own queue, first come, first served. */
export function concurrencyLimit(maxRunning: number, maxWaiting: number): ConcurrencyLimit {
  const waiting = new Set<() => void>();
  let running = 0;

  const leave = (): (() => void) => {
    let left = false;
    return () => {
      if (left) return;
      left = true;
      running -= 1;
      const [next] = waiting;
      next?.();
    };
  };

  return {
    enter(signal) {
      if (signal.aborted) return Promise.reject(signal.reason);
      if (running < maxRunning) {
        running += 1;
        return Promise.resolve(leave());
      }
      if (waiting.size >= maxWaiting) return Promise.resolve(null);
      return new Promise((resolve, reject) => {
        const onAbort = (): void => {
          waiting.delete(onTurn);
          reject(signal.reason);
        };
        const onTurn = (): void => {
          waiting.delete(onTurn);
          signal.removeEventListener('abort', onAbort);
          running += 1;
          resolve(leave());
        };
        waiting.add(onTurn);
        signal.addEventListener('abort', onAbort, { once: true });
      });
    },
  };
}
