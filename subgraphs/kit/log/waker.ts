/** Lets one waiter be woken; a wake that nobody waits for yet is kept for the next wait. */
export interface Waker {
  wake(): void;
  /** Resolves at a wake, at an abort, or after `ms` (null: no limit). Never rejects. */
  wait(ms: number | null, signal: AbortSignal): Promise<void>;
}

export function waker(): Waker {
  let isAwake = false;
  let resume: (() => void) | null = null;
  return {
    wake() {
      isAwake = true;
      resume?.();
    },
    async wait(ms, signal) {
      if (!isAwake && !signal.aborted) {
        await new Promise<void>((resolve) => {
          const timer = ms === null ? undefined : setTimeout(() => finish(), ms).unref();
          const finish = (): void => {
            clearTimeout(timer);
            signal.removeEventListener('abort', finish);
            resume = null;
            resolve();
          };
          resume = finish;
          signal.addEventListener('abort', finish, { once: true });
        });
      }
      isAwake = false;
    },
  };
}
