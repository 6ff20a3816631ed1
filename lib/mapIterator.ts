/** An iterator that its owner can end early with one last item. */
export interface MappedIterator<U> extends AsyncIterableIterator<U> {
  /** Gives `last` to the reader (now, if one is waiting; else at its next call), then done. Closes the source at once; resolves when it has closed. */
  endWith(last: U): Promise<void>;
  return(): Promise<IteratorResult<U>>;
}

/**
 * Maps each item of a source as it is asked for, one after the other. Unlike an `async function*` around the source, `return()` takes effect at
 * once even while a `next()` is waiting: the waiting call ends with done, and the source is told to close.
 * A source or mapper that throws ends the iteration with that error and closes the source. `onClose` is called once, however it ends.
 */
export function mapIterator<T, U>(
  source: AsyncIterator<T>,
  map: (item: T) => U | Promise<U>,
  onClose: () => void = () => undefined,
): MappedIterator<U> {
  const waiting = new Set<(result: IteratorResult<U>) => void>();
  let turn: Promise<unknown> = Promise.resolve();
  let last: { readonly value: U } | null = null;
  let closed = false;

  const markClosed = (): void => {
    closed = true;
    onClose();
  };
  const close = async (): Promise<void> => {
    if (closed) return;
    markClosed();
    for (const finish of waiting) finish(takeLast());
    waiting.clear();
    await source.return?.();
  };
  const takeLast = (): IteratorResult<U> => {
    if (last === null) return done;
    const { value } = last;
    last = null;
    return { done: false, value };
  };

  const step = async (): Promise<IteratorResult<U>> => {
    if (closed) return done;
    try {
      const item = await source.next();
      if (item.done !== true) return { done: false, value: await map(item.value) };
      if (!closed) markClosed();
      return done;
    } catch (error) {
      if (closed) return done;
      markClosed();
      // The error that ended the iteration is the one to report; a second one from closing would hide it.
      source.return?.()?.catch(() => undefined);
      throw error;
    }
  };

  const next = (): Promise<IteratorResult<U>> => {
    if (closed) return Promise.resolve(takeLast());
    return new Promise((resolve, reject) => {
      waiting.add(resolve);
      // Each call waits for the one before it, so that items come out in order even when a reader asks ahead.
      turn = turn.then(step).then(
        (result) => {
          waiting.delete(resolve);
          resolve(result);
        },
        (error: unknown) => {
          waiting.delete(resolve);
          reject(error);
        },
      );
    });
  };

  return {
    next,
    async endWith(value) {
      if (closed) return;
      last = { value };
      await close();
    },
    async return() {
      last = null;
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
