import { decodeCursor, encodeCursor } from '../../../lib/cursor.ts';
import type { Log } from '../../../lib/log.ts';
import { bindingOf, type Database, type Transaction } from '../database/database.ts';
import { abortableIterator } from './abortableIterator.ts';
import type { GapReason, LoggedEvent } from './event.ts';
import { follow } from './follow.ts';
import { gapAt } from './gap.ts';
import { presentPlace } from './presentPlace.ts';
import { readLog } from './readLog.ts';
import { trim } from './retention.ts';
import { openTail } from './tail.ts';

export type { GapReason, LoggedEvent } from './event.ts';

/** What to follow, from where. */
export interface FollowOptions {
  /** Null: from now on, which is the time of the call. */
  readonly after: string | null;
  readonly topics: readonly string[];
  /** Absent: all keys. */
  readonly keys?: readonly string[];
  readonly signal: AbortSignal;
}

/** The log of one subgraph, as this process reads it. */
export interface EventLog extends AsyncDisposable {
  /**
   * Events after `after` of these topics (and keys), for ever. A cursor that is none throws ClientError BAD_CURSOR here; a
   * place that is gone throws LogGapError from `next()`. `return()`, an abort or `close` ends a waiting `next()` at once.
   * A reader that is slow costs no memory; a database that is away is waited for.
   */
  follow(options: FollowOptions): AsyncIterableIterator<LoggedEvent>;
  /** Reads in one REPEATABLE READ transaction; `cursor` continues exactly after what it saw. */
  snapshot<T>(
    read: (tx: Transaction) => Promise<T>,
  ): Promise<{ readonly value: T; readonly cursor: string; readonly at: Date }>;
  /** Why following after the cursor is impossible, null when it is possible. Throws ClientError BAD_CURSOR. */
  check(cursor: string): Promise<GapReason | null>;
  /** Ends every follower, the reader and the trimming. The database stays open. */
  close(): Promise<void>;
}

export interface EventLogOptions {
  readonly log: Log;
  /** How long events are kept. */
  readonly retentionHours?: number;
  /** The longest time until an event is found when no hint came. */
  readonly pollMs?: number;
}

const defaultRetentionHours = 7 * 24;
const defaultPollMs = 1_000;
const trimEveryMs = 10 * 60_000;

/** Trims now and then; gives how to stop. A failure is logged and tried again the next time. */
function trimRegularly(work: () => Promise<unknown>, log: Log): () => Promise<void> {
  const once = (): Promise<void> =>
    work().then(
      () => undefined,
      (error: unknown) => log.warn({ err: error }, 'old events could not be removed'),
    );
  let running = once();
  const timer = setInterval(() => {
    running = running.then(once);
  }, trimEveryMs).unref();
  return () => {
    clearInterval(timer);
    return running;
  };
}

/** Opens the log of the subgraph that `db` belongs to. Throws when the database is not migrated. */
export async function openEventLog(db: Database, options: EventLogOptions): Promise<EventLog> {
  const { log, retentionHours = defaultRetentionHours, pollMs = defaultPollMs } = options;
  const { schema } = bindingOf(db);
  if (schema === null) throw new Error('An event log belongs to a subgraph, not to the administrator');
  await presentPlace(db, schema);
  const tail = openTail(db, { log, schema, pollMs });
  const open = new Set<AsyncIterableIterator<LoggedEvent>>();
  const stopTrimming = trimRegularly(() => trim(db, schema, retentionHours, log), log);
  const close = async (): Promise<void> => {
    await Promise.all([...open].map(async (events) => events.return?.()));
    await Promise.all([tail.close(), stopTrimming()]);
  };
  return {
    follow({ after, topics, keys, signal }) {
      const start = after === null ? presentPlace(db, schema).then(({ place }) => place) : decodeCursor(after);
      const begun = Promise.resolve(start);
      // Heard of when the reader asks; it may leave before.
      begun.catch(() => undefined);
      const range = { topics, keys: keys ?? null };
      const events: AsyncIterableIterator<LoggedEvent> = abortableIterator(
        signal,
        (left) => follow({ db, schema, tail, log }, range, begun, left),
        () => open.delete(events),
      );
      open.add(events);
      return events;
    },
    snapshot: (read) =>
      db.transaction(
        async (tx) => {
          const { place, at } = await presentPlace(tx, schema);
          return { value: await read(tx), cursor: encodeCursor(place), at };
        },
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      ),
    async check(cursor) {
      const place = decodeCursor(cursor);
      return gapAt(place, await readLog(db, schema, { after: place.position, topics: null, keys: null, limit: 0 }));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
