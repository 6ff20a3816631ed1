import type { Log } from '../../../lib/log.ts';
import { bindingOf, type Database } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';
import { encodeCursor } from './cursor.ts';
import { LogGapError, type LoggedEvent } from './event.ts';
import { type Follower, followerIndex } from './follower.ts';
import { before, comparePositions, later, type Position } from './position.ts';
import { type LogPage, readLog, type StoredEvent } from './readLog.ts';
import { type RingEntry, ring } from './ring.ts';
import { onHint } from './wake.ts';
import { waker } from './waker.ts';

/** The one reader of a schema's log in this process. It reads while somebody follows. */
export interface Tail {
  /** Resolves when the tail reads, or has been closed, or the signal aborts. Until it reads nobody can join. */
  ready(signal: AbortSignal): Promise<void>;
  /** Begins to feed the follower from memory, if its position is in there. False: read from the table and try again. */
  join(follower: Follower, epoch: string): boolean;
  leave(follower: Follower): void;
  /** Undefined for what has left the memory. */
  entry(index: number): RingEntry | undefined;
  close(): Promise<void>;
}

export interface TailOptions {
  readonly log: Log;
  readonly schema: SubgraphName;
  /** The longest time until an event is found without a hint. */
  readonly pollMs: number;
}

const ringSize = 4096;
const pageSize = 500;
/** How long the tail goes on with nobody following, so that a reader that comes back finds it warm. */
const idleMs = 30_000;
const shortestWaitMs = 2;
const longestRetryMs = 5_000;
const stallAfterMs = 5_000;

/** Where the tail stands: everything after `floor` up to `head` is in memory. */
interface Range {
  readonly epoch: string;
  readonly floor: Position;
  readonly head: Position;
}

/** Opens the tail of a schema's log; it connects when somebody wants to follow. */
export function openTail(db: Database, options: TailOptions): Tail {
  const { log, schema, pollMs } = options;
  const memory = ring(ringSize);
  const followers = followerIndex();
  const hints = waker();
  const closing = new AbortController();
  let range: Range | null = null;
  let readyWaiters: (() => void)[] = [];
  let running: Promise<void> | null = null;
  let wantedAt = 0;
  let stopHints: (() => Promise<void>) | null = null;

  const failAll = (error: Error): void => {
    for (const follower of followers.all()) {
      follower.failure = error;
      followers.delete(follower);
      follower.wake();
    }
  };
  const feed = (follower: Follower, entry: RingEntry, index: number): void => {
    if (comparePositions(entry.position, follower.position) <= 0) return;
    const [oldest] = follower.pending;
    if (oldest !== undefined && oldest < memory.first) {
      // It holds nothing of what it missed; its position says where to read on.
      follower.pending.length = 0;
      follower.isBehind = true;
      followers.delete(follower);
    } else {
      const { tx, seq } = entry.position;
      if (oldest === undefined) follower.position = later(follower.position, { tx, seq: seq - 1n });
      follower.pending.push(index);
    }
    follower.wake();
  };
  const apply = (page: LogPage): void => {
    if (range !== null && range.epoch !== page.epoch) {
      log.warn({ schema, from: range.epoch, to: page.epoch }, 'the event log was begun anew');
      failAll(new LogGapError('EPOCH_CHANGED'));
      range = null;
    }
    if (range === null) {
      memory.clear();
      const start = before(page.xmin);
      range = { epoch: page.epoch, floor: start, head: start };
    } else {
      let { floor, head } = range;
      for (const event of page.events) {
        const entry = { ...event, logged: loggedEvent(event, page.epoch) };
        for (const left of memory.push(entry)) floor = left.position;
        followers.each(event.topic, event.key, (follower) => feed(follower, entry, memory.end - 1));
        head = event.position;
      }
      if (!page.isFull) head = later(head, before(page.xmin));
      range = { epoch: page.epoch, floor, head };
    }
    for (const resolve of readyWaiters.splice(0)) resolve();
  };

  const readOnce = async (): Promise<LogPage> => {
    const after = range?.head ?? before(0n);
    const page = await readLog(db, schema, { after, topics: null, keys: null, limit: range === null ? 0 : pageSize });
    if (!closing.signal.aborted) apply(page);
    return page;
  };
  const isWanted = (): boolean =>
    followers.size > 0 || readyWaiters.length > 0 || performance.now() - wantedAt < idleMs;
  const run = async (): Promise<void> => {
    const patience = stallWatch(log, schema);
    let waitMs = shortestWaitMs;
    let failures = 0;
    stopHints ??= onHint(bindingOf(db), schema, hints.wake);
    while (isWanted() && !closing.signal.aborted) {
      try {
        const page = await readOnce();
        if (failures > 0) log.info({ schema, failures }, 'the event log can be read again');
        failures = 0;
        patience(page);
        if (page.isFull) continue;
        // What is held back comes when an older transaction ends, and that one may have nothing to hint at.
        waitMs = page.heldBack ? Math.min(waitMs * 2, pollMs) : shortestWaitMs;
        await hints.wait(page.heldBack ? waitMs : pollMs, closing.signal);
      } catch (error) {
        failures += 1;
        if (!closing.signal.aborted) log.warn({ err: error, schema, failures }, 'the event log could not be read');
        await hints.wait(Math.min(50 * 2 ** failures, longestRetryMs), closing.signal);
      }
    }
  };
  const want = (): void => {
    wantedAt = performance.now();
    if (running !== null || closing.signal.aborted) return;
    range = null;
    running = run().finally(() => {
      running = null;
      if (isWanted()) want();
    });
  };

  return {
    async ready(signal) {
      want();
      if (range !== null || closing.signal.aborted) return;
      await new Promise<void>((resolve) => {
        const finish = (): void => {
          signal.removeEventListener('abort', finish);
          readyWaiters = readyWaiters.filter((waiter) => waiter !== finish);
          resolve();
        };
        readyWaiters.push(finish);
        signal.addEventListener('abort', finish, { once: true });
      });
    },
    join(follower, epoch) {
      if (range === null || range.epoch !== epoch || comparePositions(follower.position, range.floor) < 0) return false;
      wantedAt = performance.now();
      followers.add(follower);
      const isWatched = watches(follower);
      for (let index = memory.first; index < memory.end; index += 1) {
        const entry = memory.at(index);
        if (entry !== undefined && isWatched(entry) && comparePositions(entry.position, follower.position) > 0)
          follower.pending.push(index);
      }
      return true;
    },
    leave(follower) {
      followers.delete(follower);
      wantedAt = performance.now();
    },
    entry: (index) => memory.at(index),
    async close() {
      closing.abort();
      for (const resolve of readyWaiters.splice(0)) resolve();
      await running;
      await stopHints?.();
    },
  };
}

function watches({ topics, keys }: Follower): (event: StoredEvent) => boolean {
  const topicSet = new Set(topics);
  const keySet = keys === null ? null : new Set(keys);
  return (event) => topicSet.has(event.topic) && (keySet === null || keySet.has(event.key));
}

function loggedEvent(event: StoredEvent, epoch: string): LoggedEvent {
  const { position, topic, key, type, payload, occurredAt } = event;
  return {
    topic,
    key,
    type,
    payload,
    occurredAt,
    cursor: encodeCursor({ epoch, position, seen: null, partial: false }),
  };
}

/** Says once per stall that events wait for a transaction that somebody holds open. */
function stallWatch(log: Log, schema: SubgraphName): (page: LogPage) => void {
  let since: { readonly xmin: bigint; readonly at: number; told: boolean } | null = null;
  return ({ xmin, heldBack }) => {
    if (!heldBack) since = null;
    else if (since === null || since.xmin !== xmin) since = { xmin, at: performance.now(), told: false };
    else if (!since.told && performance.now() - since.at > stallAfterMs) {
      since.told = true;
      log.warn({ schema, transaction: xmin.toString() }, 'events wait for a transaction that stays open');
    }
  };
}
