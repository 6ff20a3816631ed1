import type { LiveOperation } from './liveOperations.ts';

/**
 * The value of `work`, or, when the operation is aborted and `work` has not settled `graceMs` milliseconds later, a rejection with
 * the reason: one wait that forgets the signal must not hold a connection for ever.
 */
export function within<T>(work: Promise<T>, operation: LiveOperation, graceMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    operation.onAbort((reason) => {
      timer = setTimeout(() => reject(reason), graceMs);
    });
    work.then(
      (value) => {
        clearTimeout(timer);
        operation.onAbort(null);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        operation.onAbort(null);
        reject(error);
      },
    );
  });
}
