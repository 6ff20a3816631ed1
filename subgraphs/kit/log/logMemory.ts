import { before, comparePositions, later, type Position } from '../../../lib/position.ts';
import { LogGapError } from './event.ts';
import { type Follower, followerIndex } from './follower.ts';
import { loggedEvent } from './loggedEvent.ts';
import type { LogPage, StoredEvent } from './readLog.ts';
import { type RingEntry, ring } from './ring.ts';

/** The newest stretch of a log, and those who are fed from it. */
export interface LogMemory {
  /** Up to where the log was taken in; null before the first page. */
  readonly head: Position | null;
  readonly followers: number;
  /**
   * Takes in the next page and feeds the followers. The first page only says where the memory begins. A page of another epoch
   * fails all followers and empties the memory; gives whether that happened.
   */
  take(page: LogPage): 'continued' | 'begun anew';
  /** Begins to feed a follower whose position lies in the memory. False: it must read from the table first. */
  join(follower: Follower, epoch: string): boolean;
  leave(follower: Follower): void;
  /** Undefined for what has left. */
  entry(index: number): RingEntry | undefined;
  /** Forgets everything: the next page begins it again. */
  clear(): void;
}

const mostEntries = 4_096;
const mostBytes = 32 * 1_048_576;

/** Everything after `floor` up to `head` is in memory. */
interface Range {
  readonly epoch: string;
  readonly floor: Position;
  readonly head: Position;
}

function watches({ topics, keys }: Follower): (event: StoredEvent) => boolean {
  const topicSet = new Set(topics);
  const keySet = keys === null ? null : new Set(keys);
  return (event) => topicSet.has(event.topic) && (keySet === null || keySet.has(event.key));
}

export function logMemory(): LogMemory {
  const entries = ring(mostEntries, mostBytes);
  const index = followerIndex();
  let range: Range | null = null;

  const feed = (follower: Follower, entry: RingEntry, number: number): void => {
    if (comparePositions(entry.position, follower.position) <= 0) return;
    const [oldest] = follower.pending;
    if (oldest !== undefined && oldest < entries.first) {
      // It holds nothing of what it missed; its position says where to read on.
      follower.pending.length = 0;
      follower.isBehind = true;
      index.delete(follower);
    } else {
      // A reader of something rare must not look, when it falls behind later, as if it had been away since its last event.
      const { tx, seq } = entry.position;
      if (oldest === undefined) follower.position = later(follower.position, { tx, seq: seq - 1n });
      follower.pending.push(number);
    }
    follower.wake();
  };
  const failAll = (error: Error): void => {
    for (const follower of index.all()) {
      follower.failure = error;
      index.delete(follower);
      follower.wake();
    }
  };
  const begin = (page: LogPage): void => {
    entries.clear();
    const start = before(page.xmin);
    range = { epoch: page.epoch, floor: start, head: start };
  };
  return {
    get head() {
      return range?.head ?? null;
    },
    get followers() {
      return index.size;
    },
    take(page) {
      if (range === null) {
        begin(page);
        return 'continued';
      }
      if (range.epoch !== page.epoch) {
        failAll(new LogGapError('EPOCH_CHANGED'));
        begin(page);
        return 'begun anew';
      }
      let { floor } = range;
      for (const event of page.events) {
        const entry = { ...event, logged: loggedEvent(event, page.epoch, null) };
        floor = entries.push(entry)?.position ?? floor;
        index.each(event.topic, event.key, (follower) => feed(follower, entry, entries.end - 1));
      }
      range = { epoch: page.epoch, floor, head: page.end };
      return 'continued';
    },
    join(follower, epoch) {
      if (range === null || range.epoch !== epoch || comparePositions(follower.position, range.floor) < 0) return false;
      index.add(follower);
      const isWatched = watches(follower);
      for (let number = entries.first; number < entries.end; number += 1) {
        const entry = entries.at(number);
        if (entry !== undefined && isWatched(entry) && comparePositions(entry.position, follower.position) > 0)
          follower.pending.push(number);
      }
      return true;
    },
    leave: (follower) => index.delete(follower),
    entry: (number) => entries.at(number),
    clear() {
      entries.clear();
      range = null;
    },
  };
}
