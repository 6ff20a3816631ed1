import { linkedAbort } from '../../../lib/linkedAbort.ts';

/**
 * Runs a generator whose waits all end when the signal it is given aborts, so that `return()`, unlike that of a plain
 * `async function*`, takes effect at once while a `next()` is waiting: the waiting call ends with done.
 * An abort of `signal` ends it in the same way, also when nobody waits; no `next()` ever rejects with the reason of an abort.
 * `onClose` is called once, however it ends.
 */
export function abortableIterator<T>(
  signal: AbortSignal,
  run: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
  onClose: () => void = () => undefined,
): AsyncIterableIterator<T> {
  const abort = linkedAbort(signal);
  const generator = run(abort.signal);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      abort.release();
      abort.abort(new Error('The reader has left'));
      onClose();
      // Its waits end by the abort, with an error that is of no interest any more.
      await generator.return().catch(() => undefined);
    })();
    return closing;
  };
  const closeQuietly = (): void => {
    close().catch(() => undefined);
  };
  if (abort.signal.aborted) closeQuietly();
  else abort.signal.addEventListener('abort', closeQuietly, { once: true });
  return {
    async next() {
      try {
        const result = await generator.next();
        if (closing === null && result.done !== true) return result;
        await close();
        return done;
      } catch (error) {
        const isWanted = closing === null;
        await close();
        if (isWanted) throw error;
        return done;
      }
    },
    async return() {
      await close();
      return done;
    },
    async throw(error: unknown) {
      await close();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
