import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { type TestDatabase, testDatabase } from '../../../test/kit/database.ts';
import { deadline } from '../../../test/kit/deadline.ts';
import { handClock } from '../../../test/kit/handClock.ts';
import type { OpenDatabase } from '../database/database.ts';
import { change } from './change.ts';
import { type EventLog, openEventLog } from './eventLog.ts';
import { type LiveFields, type LiveThinning, live } from './live.ts';
import { trim } from './retention.ts';

const migrations = new URL('./none/', import.meta.url);

interface JobState {
  readonly id: string;
  readonly state: string;
}

let database: TestDatabase;
let jobs: OpenDatabase;
let events: EventLog;
let snapshots = 0;

beforeAll(async () => {
  database = await testDatabase([{ name: 'jobs', migrations }]);
  jobs = database.open('jobs', { max: 10 });
  await jobs.sql`create table job (id text primary key, state text not null)`;
  events = await openEventLog(jobs.db, { log: silentLog });
});
afterAll(async () => {
  await events.close();
  await database[Symbol.asyncDispose]();
});

async function setState(id: string, state: string): Promise<void> {
  await change(jobs.db, [id], async (tx) => {
    await tx.execute(
      sql`insert into job values (${id}, ${state}) on conflict (id) do update set state = excluded.state`,
    );
    await tx.append({ topic: 'job', key: id, type: 'Changed', payload: { id, state } });
  });
}

/** All jobs whose id begins so. */
function watch(
  prefix: string,
  after?: string,
  options: { readonly thinning?: LiveThinning; readonly read?: (id: string) => void } = {},
): AsyncIterableIterator<JobState & LiveFields> {
  return live<JobState>({
    ...options,
    events,
    after,
    topics: ['job'],
    snapshot: async (tx) => {
      snapshots += 1;
      const rows = await tx.execute<{ id: string; state: string }>(
        sql`select id, state from job where id like ${`${prefix}%`} order by id`,
      );
      return rows.map(({ id, state }) => ({ key: id, value: { id, state }, occurredAt: new Date(0) }));
    },
    isWanted: (event) => event.key.startsWith(prefix),
    onEvent(event) {
      options.read?.(event.key);
      return event.payload as JobState;
    },
  });
}

async function take<T>(iterator: AsyncIterator<T>, count: number): Promise<readonly T[]> {
  const taken: T[] = [];
  while (taken.length < count) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

const shown = (event: JobState): string => `${event.id} ${event.state}`;

describe('live', () => {
  it('gives the present state first, then every change once', async () => {
    await setState('a1', 'QUEUED');
    await setState('a2', 'QUEUED');
    const stream = watch('a');
    expect((await take(stream, 2)).map(shown)).toEqual(['a1 QUEUED', 'a2 QUEUED']);
    await setState('a2', 'RUNNING');
    await setState('b1', 'QUEUED');
    await setState('a1', 'RUNNING');
    expect((await take(stream, 2)).map(shown)).toEqual(['a2 RUNNING', 'a1 RUNNING']);
    await stream.return?.();
  });

  it('misses and repeats nothing between the state and the changes, however busy the writers are', async () => {
    const steps = 40;
    const writers = ['c1', 'c2', 'c3', 'c4'].map(async (id) => {
      for (let step = 1; step <= steps; step += 1) await setState(id, String(step));
    });
    const readers = Array.from({ length: 8 }, async () => {
      const last = new Map<string, number>();
      const stream = watch('c');
      while ([...last.values()].filter((step) => step === steps).length < 4) {
        const { value } = await stream.next();
        const { id, state } = value as JobState;
        const known = last.get(id);
        if (known !== undefined) expect(Number(state)).toBe(known + 1);
        last.set(id, Number(state));
      }
      await stream.return?.();
    });
    await Promise.all([...writers, ...readers]);
  });

  it('continues exactly after a cursor, without the state', async () => {
    await setState('d1', 'QUEUED');
    const stream = watch('d');
    const [first] = await take(stream, 1);
    await stream.return?.();
    for (const state of ['RUNNING', 'DONE']) await setState('d1', state);
    const before = snapshots;
    const resumed = watch('d', first?.cursor);
    const rest = await take(resumed, 2);
    expect(rest.map(shown)).toEqual(['d1 RUNNING', 'd1 DONE']);
    expect(rest.map(({ gap }) => gap)).toEqual([null, null]);
    expect(snapshots).toBe(before);
    await resumed.return?.();
  });

  it('gives the whole state again to a client that left in the middle of it', async () => {
    await setState('e1', 'QUEUED');
    await setState('e2', 'QUEUED');
    const stream = watch('e');
    const [first] = await take(stream, 1);
    await stream.return?.();
    const again = watch('e', first?.cursor);
    expect((await take(again, 2)).map(shown)).toEqual(['e1 QUEUED', 'e2 QUEUED']);
    await again.return?.();
  });

  it('tells a gap with the state when the events after the cursor are gone', async () => {
    await setState('f1', 'QUEUED');
    await setState('f2', 'QUEUED');
    const stream = watch('f');
    const [, last] = await take(stream, 2);
    await stream.return?.();
    await setState('f1', 'RUNNING');
    await jobs.db.execute(sql`update events set occurred_at = now() - interval '3 hours'`);
    await trim(jobs.db, 'jobs', 2, silentLog);
    const resumed = watch('f', last?.cursor);
    const state = await take(resumed, 2);
    expect(state.map(shown)).toEqual(['f1 RUNNING', 'f2 QUEUED']);
    expect(state.map(({ gap }) => gap)).toEqual([{ reason: 'EXPIRED' }, null]);
    await setState('f2', 'RUNNING');
    expect((await take(resumed, 1)).map(shown)).toEqual(['f2 RUNNING']);
    await resumed.return?.();
  });

  it('reads nothing for what is not wanted', async () => {
    const read: string[] = [];
    await setState('g1', 'QUEUED');
    const stream = watch('g', undefined, { read: (id) => read.push(id) });
    await take(stream, 1);
    await setState('h1', 'QUEUED');
    await setState('g1', 'RUNNING');
    expect((await take(stream, 1)).map(shown)).toEqual(['g1 RUNNING']);
    expect(read).toEqual(['g1']);
    await stream.return?.();
  });

  it('gives at most one event of a thing in an interval, and continues exactly after any of them', async () => {
    const clock = handClock(0);
    const looked = new Set<string>();
    const mayWait = ({ payload }: { readonly payload: unknown }): boolean => {
      const job = payload as JobState;
      looked.add(shown(job));
      return job.state !== 'DONE';
    };
    const thinning = { clock, minIntervalMs: 1_000, mayWait };
    await setState('i1', '0');
    await setState('i2', '0');
    const stream = watch('i', undefined, { thinning });
    const present = await take(stream, 2);
    const shownMerged = (event: JobState & LiveFields): string => `${shown(event)} ${event.merged}`;
    expect(present.map(shownMerged)).toEqual(['i1 0 0', 'i2 0 0']);
    for (const state of ['1', '2', '3']) for (const id of ['i1', 'i2']) await setState(id, state);
    await setState('i1', 'DONE');
    const atOnce = await take(stream, 2);
    expect(atOnce.map(shownMerged)).toEqual(['i2 3 2', 'i1 DONE 3']);
    const late = take(stream, 1);
    for (const state of ['4', '5', '6']) await setState('i2', state);
    await deadline(() => looked.has('i2 6') && clock.nextWake() !== null);
    // Whoever came back after the last event gets what went up in the next, and everything after it.
    const resumed = watch('i', atOnce.at(-1)?.cursor);
    expect((await take(resumed, 3)).map(shownMerged)).toEqual(['i2 4 0', 'i2 5 0', 'i2 6 0']);
    await resumed.return?.();
    clock.advance(1_000);
    const [last] = await late;
    expect(last === undefined ? null : shownMerged(last)).toBe('i2 6 2');
    await stream.return?.();
    const rest = watch('i', last?.cursor);
    await setState('i1', '7');
    expect((await take(rest, 1)).map(shownMerged)).toEqual(['i1 7 0']);
    await rest.return?.();
  });

  it('refuses what is not a cursor', async () => {
    await expect(watch('a', 'not a cursor').next()).rejects.toMatchObject({ code: 'BAD_CURSOR' });
  });

  it('ends a waiting next at once on return', async () => {
    const stream = watch('nothing');
    const waiting = stream.next();
    await stream.return?.();
    expect((await waiting).done).toBe(true);
  });
});
