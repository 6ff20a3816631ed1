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
  /** Adds an entry and gives the last of those that had to leave for it; null when none had to. The newest never leaves. */
  push(entry: RingEntry): RingEntry | null;
  clear(): void;
}

/** A ring of at most so many entries and payload bytes. */
export function ring(mostEntries: number, mostBytes: number): Ring {
  const entries: (RingEntry | undefined)[] = new Array(mostEntries).fill(undefined);
  let first = 0;
  let end = 0;
  let bytes = 0;
  const dropOldest = (): RingEntry | null => {
    const oldest = entries[first % mostEntries] ?? null;
    entries[first % mostEntries] = undefined;
    bytes -= oldest?.payloadBytes ?? 0;
    first += 1;
    return oldest;
  };
  return {
    get first() {
      return first;
    },
    get end() {
      return end;
    },
    at: (index) => (index >= first && index < end ? entries[index % mostEntries] : undefined),
    push(entry) {
      let left: RingEntry | null = null;
      while (end - first === mostEntries || (end > first && bytes + entry.payloadBytes > mostBytes))
        left = dropOldest();
      entries[end % mostEntries] = entry;
      bytes += entry.payloadBytes;
      end += 1;
      return left;
    },
    clear() {
      entries.fill(undefined);
      first = end;
      bytes = 0;
    },
  };
}
