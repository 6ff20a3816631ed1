import type { LoggedEvent } from './event.ts';
import type { StoredEvent } from './readLog.ts';

/** An event in memory, with what every follower gets of it. */
export interface RingEntry extends StoredEvent {
  readonly logged: LoggedEvent;
}

/** The newest events of a log, numbered without gaps from the first that was ever put in. */
export interface Ring {
  /** Number of the oldest entry that is still there. */
  readonly first: number;
  /** One above the number of the newest. */
  readonly end: number;
  /** Undefined for what has left. */
  at(index: number): RingEntry | undefined;
  /** Adds an entry and gives those that had to leave for it. */
  push(entry: RingEntry): readonly RingEntry[];
  clear(): void;
}

/** A ring of at most so many entries. */
export function ring(limit: number): Ring {
  const entries: (RingEntry | undefined)[] = new Array(limit).fill(undefined);
  let first = 0;
  let end = 0;
  return {
    get first() {
      return first;
    },
    get end() {
      return end;
    },
    at: (index) => (index >= first && index < end ? entries[index % limit] : undefined),
    push(entry) {
      const left: RingEntry[] = [];
      if (end - first === limit) {
        const oldest = entries[first % limit];
        if (oldest !== undefined) left.push(oldest);
        first += 1;
      }
      entries[end % limit] = entry;
      end += 1;
      return left;
    },
    clear() {
      entries.fill(undefined);
      first = end;
    },
  };
}
