/** What arrives, whether before or after the test asks for it: none is lost, and waiting has an end. */
export interface Inbox<T> {
  put(item: T): void;
  /** No more will come: a waiting and every later `next` rejects with this, once what has arrived is read. */
  close(reason: Error): void;
  /** The next item; rejects when none arrives within the time (milliseconds). One call at a time. */
  next(withinMs?: number): Promise<T>;
  /** How many have arrived and are not read. */
  readonly size: number;
}

/** An empty inbox. `name` says in a failure what did not arrive. */
export function inbox<T>(name = 'message'): Inbox<T> {
  const arrived: T[] = [];
  let closed: Error | null = null;
  let waiting: { resolve(item: T): void; reject(error: Error): void } | null = null;
  return {
    put(item) {
      const reader = waiting;
      waiting = null;
      if (reader === null) arrived.push(item);
      else reader.resolve(item);
    },
    close(reason) {
      closed ??= reason;
      const reader = waiting;
      waiting = null;
      reader?.reject(reason);
    },
    async next(withinMs = 5_000) {
      if (arrived.length > 0) return arrived.shift() as T;
      if (closed !== null) throw closed;
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise<T>((resolve, reject) => {
          waiting = { resolve, reject };
          timer = setTimeout(() => reject(new Error(`No ${name} within ${withinMs} ms`)), withinMs);
        });
      } finally {
        clearTimeout(timer);
        waiting = null;
      }
    },
    get size() {
      return arrived.length;
    },
  };
}
