/** The time, as a port: product code that must be testable to the millisecond takes it instead of calling Date. */
export interface Clock {
  now(): Date;
  /**
   * Resolves after `ms` milliseconds; rejects with the signal's reason when it aborts first. In the background, it does not keep the process
   * alive.
   */
  sleep(ms: number, signal: AbortSignal, inBackground?: boolean): Promise<void>;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (ms, signal, inBackground = false) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(signal.reason);
        return;
      }
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      }, ms);
      if (inBackground) timer.unref();
      signal.addEventListener('abort', onAbort, { once: true });
    }),
};
