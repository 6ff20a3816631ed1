import type { Log } from '../../../lib/log.ts';
import { origin } from '../../../lib/position.ts';
import { bindingOf, type Database } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';
import type { Follower } from './follower.ts';
import { logMemory } from './logMemory.ts';
import { type LogPage, readLog } from './readLog.ts';
import type { RingEntry } from './ring.ts';
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

const pageSize = 500;
/** How long the tail goes on with nobody following, so that a reader that comes back finds it warm. */
const idleMs = 30_000;
const shortestWaitMs = 2;
const longestRetryMs = 5_000;
const stallAfterMs = 5_000;

/** Says once per stall that events wait for a transaction that somebody holds open. */
function stallWatch({ log, schema }: TailOptions): (page: LogPage) => void {
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

/** Those who wait until the tail reads. */
function readyWaiters(): { readonly size: number; wait(signal: AbortSignal): Promise<void>; letGo(): void } {
  const waiting = new Set<() => void>();
  return {
    get size() {
      return waiting.size;
    },
    wait: (signal) =>
      new Promise<void>((resolve) => {
        const finish = (): void => {
          signal.removeEventListener('abort', finish);
          waiting.delete(finish);
          resolve();
        };
        waiting.add(finish);
        signal.addEventListener('abort', finish, { once: true });
      }),
    letGo() {
      for (const finish of [...waiting]) finish();
    },
  };
}

interface ReadLoop {
  /** Reads the next page; true when more follows at once. */
  read(): Promise<LogPage>;
  isWanted(): boolean;
  wait(ms: number): Promise<void>;
}

/** Reads page after page while it is wanted, and waits where the log ends or cannot be read. */
async function readWhileWanted(loop: ReadLoop, options: TailOptions): Promise<void> {
  const { log, schema, pollMs } = options;
  const watchStall = stallWatch(options);
  let waitMs = shortestWaitMs;
  let failures = 0;
  while (loop.isWanted()) {
    try {
      const page = await loop.read();
      if (failures > 0) log.info({ schema, failures }, 'the event log can be read again');
      failures = 0;
      watchStall(page);
      if (page.isFull) continue;
      // What is held back comes when an older transaction ends, and that one may have nothing to hint at.
      waitMs = page.heldBack ? Math.min(waitMs * 2, pollMs) : shortestWaitMs;
      await loop.wait(page.heldBack ? waitMs : pollMs);
    } catch (error) {
      if (!loop.isWanted()) return;
      failures += 1;
      log.warn({ err: error, schema, failures }, 'the event log could not be read');
      await loop.wait(Math.min(50 * 2 ** failures, longestRetryMs));
    }
  }
}

/** Opens the tail of a schema's log; it connects when somebody wants to follow. */
export function openTail(db: Database, options: TailOptions): Tail {
  const { log, schema } = options;
  const memory = logMemory();
  const hints = waker();
  const waiters = readyWaiters();
  const closing = new AbortController();
  let running: Promise<void> | null = null;
  let wantedAt = 0;
  let stopHints: (() => Promise<void>) | null = null;

  const isWanted = (): boolean =>
    !closing.signal.aborted && (memory.followers + waiters.size > 0 || performance.now() - wantedAt < idleMs);
  const read = async (): Promise<LogPage> => {
    const { head } = memory;
    const limit = head === null ? 0 : pageSize;
    const page = await readLog(db, schema, { after: head ?? origin, topics: null, keys: null, limit });
    if (memory.take(page) === 'begun anew')
      log.warn({ schema, epoch: page.epoch }, 'the event log was begun anew: its readers are told of a gap');
    waiters.letGo();
    return page;
  };
  const want = (): void => {
    wantedAt = performance.now();
    if (running !== null || closing.signal.aborted) return;
    stopHints ??= onHint(bindingOf(db), schema, hints.wake);
    // Nobody read meanwhile: what is in memory does not reach to the present.
    memory.clear();
    const loop = { read, isWanted, wait: (ms: number) => hints.wait(ms, closing.signal) };
    running = readWhileWanted(loop, options).finally(() => {
      running = null;
      if (isWanted()) want();
    });
  };
  return {
    async ready(signal) {
      want();
      if (memory.head === null && !closing.signal.aborted && !signal.aborted) await waiters.wait(signal);
    },
    join(follower, epoch) {
      wantedAt = performance.now();
      return memory.join(follower, epoch);
    },
    leave(follower) {
      memory.leave(follower);
      wantedAt = performance.now();
    },
    entry: (index) => memory.entry(index),
    async close() {
      closing.abort();
      waiters.letGo();
      await running;
      await stopHints?.();
    },
  };
}
