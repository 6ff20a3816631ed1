/** What became of a pushed item. `full` means it was not taken: the writer decides what that means and counts it. */
export type Pushed = 'taken' | 'full' | 'closed';

/** The writing and the reading end of a bounded queue. */
export interface Channel<T> extends AsyncIterableIterator<T> {
  push(item: T): Pushed;
  /** No more items: the reader gets what is queued, then the error if one is given, then done. */
  end(error?: unknown): void;
  return(): Promise<IteratorResult<T>>;
}

/**
 * A bounded queue between a writer that cannot wait (a socket, an emitter) and one reader that may be slow.
 * `return()` ends a waiting `next()` at once, drops what is queued and calls `onClose`; `onClose` is called once, however the channel closes.
 */
export function channel<T>(limit: number, onClose: () => void = () => undefined): Channel<T> {
  const items: T[] = [];
  const readers: { resolve(result: IteratorResult<T>): void; reject(error: unknown): void }[] = [];
  let closed = false;
  let failure: { readonly error: unknown } | null = null;

  const close = (): void => {
    if (closed) return;
    closed = true;
    onClose();
  };
  const finish = (): void => {
    if (readers.length === 0) return;
    const failed = failure;
    failure = null;
    for (const reader of readers.splice(0)) {
      if (failed !== null) reader.reject(failed.error);
      else reader.resolve(done);
    }
  };

  return {
    push(item) {
      if (closed) return 'closed';
      const reader = readers.shift();
      if (reader !== undefined) {
        reader.resolve({ done: false, value: item });
        return 'taken';
      }
      if (items.length >= limit) return 'full';
      items.push(item);
      return 'taken';
    },
    end(...error) {
      if (closed) return;
      if (error.length > 0 && error[0] !== undefined) failure = { error: error[0] };
      close();
      finish();
    },
    next() {
      const [first] = items;
      if (items.length > 0) {
        items.shift();
        return Promise.resolve({ done: false, value: first as T });
      }
      if (closed) {
        const failed = failure;
        failure = null;
        return failed === null ? Promise.resolve(done) : Promise.reject(failed.error);
      }
      return new Promise((resolve, reject) => readers.push({ resolve, reject }));
    },
    async return() {
      items.length = 0;
      failure = null;
      close();
      finish();
      return done;
    },
    async throw(error: unknown) {
      await this.return();
      throw error;
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}

const done: IteratorReturnResult<undefined> = { done: true, value: undefined };
