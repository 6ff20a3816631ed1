import { systemClock } from '../../../lib/clock.ts';
import { type CursorPlace, wasSeen } from '../../../lib/cursor.ts';
import type { Log } from '../../../lib/log.ts';
import { later } from '../../../lib/position.ts';
import { untilAborted } from '../../../lib/untilAborted.ts';
import type { Database } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';
import { LogGapError, type LoggedEvent } from './event.ts';
import type { Follower } from './follower.ts';
import { gapAt } from './gap.ts';
import { loggedEvent } from './loggedEvent.ts';
import { presentPlace } from './presentPlace.ts';
import { type LogPage, readLog, type StoredEvent } from './readLog.ts';
import type { Tail } from './tail.ts';
import { waker } from './waker.ts';

/** What following works with. */
export interface FollowPorts {
  readonly db: Database;
  readonly schema: SubgraphName;
  readonly tail: Tail;
  readonly log: Log;
}

/** What to follow. */
export interface FollowRange {
  readonly topics: readonly string[];
  /** Null: all keys. */
  readonly keys: readonly string[] | null;
}

const pageSize = 200;
const longestRetryMs = 5_000;

/** Tries until it works or the reader leaves: a database that is away for a while is waited for. */
async function persistently<T>(work: () => Promise<T>, log: Log, signal: AbortSignal): Promise<T> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await untilAborted(work(), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      log.warn({ err: error, failures }, 'a follower could not read the event log');
      await systemClock.sleep(Math.min(50 * 2 ** failures, longestRetryMs), signal);
    }
  }
}

/** One reader's way through a log. */
interface Reader {
  readonly ports: FollowPorts;
  readonly place: CursorPlace;
  readonly follower: Follower;
  wait(signal: AbortSignal): Promise<void>;
}

/** The event as this reader gets it; null when the snapshot that it started from had shown it already. */
function given({ place }: Reader, stored: StoredEvent): LoggedEvent | null {
  const { seen, epoch } = place;
  return seen !== null && wasSeen(seen, stored.position.tx) ? null : loggedEvent(stored, epoch, seen);
}

/** Reads from the table until the reader has caught up with the tail and is fed by it. */
async function* catchUp(reader: Reader, signal: AbortSignal): AsyncGenerator<LoggedEvent, void, undefined> {
  const { ports, place, follower } = reader;
  const { topics, keys } = follower;
  for (;;) {
    await ports.tail.ready(signal);
    signal.throwIfAborted();
    const read = (): Promise<LogPage> =>
      readLog(ports.db, ports.schema, { after: follower.position, topics, keys, limit: pageSize });
    const page = await persistently(read, ports.log, signal);
    const gap = gapAt({ epoch: place.epoch, position: follower.position }, page);
    if (gap !== null) throw new LogGapError(gap);
    for (const event of page.events) {
      follower.position = event.position;
      const value = given(reader, event);
      if (value !== null) yield value;
    }
    follower.position = later(follower.position, page.end);
    if (page.isFull) continue;
    if (ports.tail.join(follower, place.epoch)) return;
  }
}

/** Gives out what the tail feeds, until the reader turns out too slow for it. */
async function* live(reader: Reader, signal: AbortSignal): AsyncGenerator<LoggedEvent, void, undefined> {
  const { ports, place, follower } = reader;
  try {
    for (;;) {
      signal.throwIfAborted();
      const index = follower.pending.shift();
      if (index === undefined) {
        if (follower.failure !== null) throw follower.failure;
        if (follower.isBehind) return;
        await reader.wait(signal);
        continue;
      }
      const entry = ports.tail.entry(index);
      if (entry === undefined) return;
      follower.position = entry.position;
      const { seen } = place;
      // Nearly always the event is the same for everybody.
      const isPast = seen === null || entry.position.tx >= seen.xmax;
      const value = isPast ? entry.logged : given(reader, entry);
      if (value !== null) yield value;
    }
  } finally {
    ports.tail.leave(follower);
    follower.pending.length = 0;
    follower.isBehind = false;
  }
}

/** Every event of the range after the place, for as long as the reader stays. Throws LogGapError when that cannot be had. */
export async function* follow(
  ports: FollowPorts,
  range: FollowRange,
  start: Promise<CursorPlace>,
  signal: AbortSignal,
): AsyncGenerator<LoggedEvent, void, undefined> {
  const now = async (): Promise<CursorPlace> => (await presentPlace(ports.db, ports.schema)).place;
  const place = await untilAborted(start, signal).catch((error: unknown) => {
    if (signal.aborted) throw error;
    return persistently(now, ports.log, signal);
  });
  const wake = waker();
  const follower: Follower = {
    ...range,
    position: place.position,
    pending: [],
    isBehind: false,
    failure: null,
    wake: wake.wake,
  };
  const reader: Reader = { ports, place, follower, wait: (until) => wake.wait(null, until) };
  await ports.tail.ready(signal);
  signal.throwIfAborted();
  // A recent place is in memory: thousands that come back at once do not read the table.
  if (!ports.tail.join(follower, place.epoch)) yield* catchUp(reader, signal);
  for (;;) {
    yield* live(reader, signal);
    yield* catchUp(reader, signal);
  }
}
