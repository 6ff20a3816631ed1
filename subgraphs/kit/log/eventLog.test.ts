import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { type TestDatabase, testDatabase } from '../../../test/kit/database.ts';
import type { OpenDatabase } from '../database/database.ts';
import { change } from './change.ts';
import { LogGapError, type LoggedEvent } from './event.ts';
import { type EventLog, openEventLog } from './eventLog.ts';

const migrations = new URL('./no-such-folder/', import.meta.url);
const topics = ['job'];

let database: TestDatabase;
let jobs: OpenDatabase;
let events: EventLog;
const { signal } = new AbortController();

beforeAll(async () => {
  database = await testDatabase([{ name: 'jobs', migrations }]);
  jobs = database.open('jobs', { max: 10 });
  events = await openEventLog(jobs.db, { log: silentLog });
});
afterAll(async () => {
  await events.close();
  await database[Symbol.asyncDispose]();
});

/** Commits one event and gives nothing back. */
async function append(key: string, payload: unknown, topic = 'job'): Promise<void> {
  await change(jobs.db, [key], (tx) => tx.append({ topic, key, type: 'Changed', payload }));
}

async function take(iterator: AsyncIterator<LoggedEvent>, count: number): Promise<readonly LoggedEvent[]> {
  const taken: LoggedEvent[] = [];
  while (taken.length < count) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    taken.push(value);
  }
  return taken;
}

describe('EventLog.follow', () => {
  it('gives what is committed after the call, in order, and nothing from before', async () => {
    await append('a', 0);
    // On one connection the server has told the place of the call before it answers what was asked after it (the first
    // of the two was asked at the same time).
    await using single = database.open('jobs', { max: 1 });
    await using alone = await openEventLog(single.db, { log: silentLog });
    const reader = alone.follow({ after: null, topics, signal });
    for (const _ of [1, 2]) await alone.snapshot(() => Promise.resolve());
    for (const payload of [1, 2, 3]) await append('a', payload);
    expect((await take(reader, 3)).map((event) => event.payload)).toEqual([1, 2, 3]);
    await reader.return?.();
  });

  it('continues exactly after any cursor', async () => {
    const { cursor } = await events.snapshot(() => Promise.resolve());
    for (const payload of [1, 2, 3, 4]) await append('b', payload);
    const reader = events.follow({ after: cursor, topics, signal });
    const all = await take(reader, 4);
    await reader.return?.();
    for (const [index, event] of all.entries()) {
      const again = events.follow({ after: event.cursor, topics, signal });
      const rest = await take(again, 3 - index);
      expect(rest.map(({ payload }) => payload)).toEqual([1, 2, 3, 4].slice(index + 1));
      await again.return?.();
    }
  });

  it('gives only the topics and keys that were asked for', async () => {
    const { cursor } = await events.snapshot(() => Promise.resolve());
    await append('c', 1);
    await append('d', 2);
    await append('c', 3, 'other');
    await append('c', 4);
    const reader = events.follow({ after: cursor, topics, keys: ['c'], signal });
    expect((await take(reader, 2)).map(({ payload }) => payload)).toEqual([1, 4]);
    await reader.return?.();
  });

  it('finds an event that is rare among many others', async () => {
    const { cursor } = await events.snapshot(() => Promise.resolve());
    const common = Array.from({ length: 1_000 }, (_, n) => ({ topic: 'noise', key: 'n', type: 'Noise', payload: n }));
    for (const payload of [1, 2, 3]) {
      for (let round = 0; round < 3; round += 1) await change(jobs.db, ['n'], (tx) => tx.append(...common));
      await append('rare', payload, 'rare');
    }
    const reader = events.follow({ after: cursor, topics: ['rare'], signal });
    expect((await take(reader, 3)).map(({ payload }) => payload)).toEqual([1, 2, 3]);
    await reader.return?.();
  });

  it('ends a waiting next at once on return and on abort', async () => {
    const controller = new AbortController();
    const returned = events.follow({ after: null, topics, signal });
    const aborted = events.follow({ after: null, topics, signal: controller.signal });
    const [one, other] = [returned.next(), aborted.next()];
    await returned.return?.();
    controller.abort();
    expect([(await one).done, (await other).done]).toEqual([true, true]);
  });

  it('gives a reader that was too slow for the memory everything from the table', async () => {
    const { cursor } = await events.snapshot(() => Promise.resolve());
    const slow = events.follow({ after: cursor, topics: ['bulk'], signal });
    const quick = events.follow({ after: cursor, topics: ['bulk'], signal });
    const waiting = quick.next();
    const total = 12_000;
    const perChange = 1_000;
    const bulk = (from: number) => (_: unknown, index: number) => ({
      topic: 'bulk',
      key: 'e',
      type: 'Changed',
      payload: from + index,
    });
    await change(jobs.db, ['e'], (tx) => tx.append(bulk(0)(null, 0)));
    await slow.next();
    await waiting;
    for (let from = 1; from < total; from += perChange)
      await change(jobs.db, ['e'], (tx) => tx.append(...Array.from({ length: perChange }, bulk(from))));
    // The quick one has read them all: the tail is past what the slow one holds.
    for (const reader of [quick, slow])
      expect((await take(reader, total - 1)).map(({ payload }) => payload)).toEqual(
        Array.from({ length: total - 1 }, (_, index) => index + 1),
      );
    await slow.return?.();
    await quick.return?.();
  });

  it('reads the table once for a thousand readers with recent cursors', async () => {
    const { cursor } = await events.snapshot(() => Promise.resolve());
    await append('many', 1);
    const warm = events.follow({ after: cursor, topics, keys: ['many'], signal });
    await warm.next();
    const execute = vi.spyOn(jobs.db, 'execute');
    const readers = Array.from({ length: 1_000 }, () =>
      events.follow({ after: cursor, topics, keys: ['many'], signal: new AbortController().signal }),
    );
    const firsts = await Promise.all(readers.map((reader) => reader.next()));
    expect(firsts.every(({ value }) => (value as LoggedEvent).payload === 1)).toBe(true);
    expect(execute.mock.calls.length).toBeLessThan(20);
    execute.mockRestore();
    await Promise.all([warm, ...readers].map(async (reader) => reader.return?.()));
  });

  it('goes on after its connections were cut', async () => {
    await using pool = database.open('jobs');
    await using cut = await openEventLog(pool.db, { log: silentLog, pollMs: 50 });
    const { cursor } = await cut.snapshot(() => Promise.resolve());
    const reader = cut.follow({ after: cursor, topics, keys: ['g'], signal });
    await append('g', 1);
    await take(reader, 1);
    const next = reader.next();
    await using admin = database.open(null, { max: 1 });
    await admin.sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name like 'weft %'`;
    const { db } = database.open('jobs');
    await change(db, ['g'], (tx) => tx.append({ topic: 'job', key: 'g', type: 'Changed', payload: 2 }));
    expect((await next).value).toMatchObject({ payload: 2 });
    await reader.return?.();
  });

  it('gives nothing while an older transaction may still write before it, and then all in order', async () => {
    const { cursor } = await events.snapshot(() => Promise.resolve());
    const reader = events.follow({ after: cursor, topics, keys: ['h1', 'h2'], signal });
    const taken: unknown[] = [];
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let hasWritten: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const older = change(jobs.db, ['h1'], async (tx) => {
      await tx.append({ topic: 'job', key: 'h1', type: 'Changed', payload: 'older' });
      hasWritten();
      await held;
    });
    await written;
    await append('h2', 'younger');
    const both = take(reader, 2).then((list) => taken.push(...list.map(({ payload }) => payload)));
    // The younger event is committed and visible; a reader that gave it out now would pass over the older one for good.
    const { value } = await events.snapshot((tx) =>
      tx.execute<{ key: string }>(sql`select key from events where key in ('h1', 'h2')`),
    );
    expect(value.map(({ key }) => key)).toEqual(['h2']);
    expect(taken).toEqual([]);
    letGo();
    await older;
    await both;
    expect(taken).toEqual(['older', 'younger']);
    await reader.return?.();
  });

  it('tells a running reader when the log is begun anew', async () => {
    await using other = await testDatabase([{ name: 'jobs', migrations }]);
    const { db } = other.open('jobs');
    await using log = await openEventLog(db, { log: silentLog, pollMs: 20 });
    const { cursor } = await log.snapshot(() => Promise.resolve());
    const reader = log.follow({ after: cursor, topics, signal });
    await change(db, ['a'], (tx) => tx.append({ topic: 'job', key: 'a', type: 'Changed', payload: 1 }));
    await reader.next();
    const next = reader.next();
    await db.execute(sql`update log_epoch set epoch = 'another'`);
    await expect(next).rejects.toThrow(new LogGapError('EPOCH_CHANGED'));
  });

  it('ends its readers when it is closed', async () => {
    const closing = await openEventLog(jobs.db, { log: silentLog });
    const next = closing.follow({ after: null, topics, signal }).next();
    await closing.close();
    expect((await next).done).toBe(true);
  });
});

describe('EventLog.snapshot', () => {
  it('gives a cursor after which exactly what it did not see comes, also of a transaction that was in progress', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let hasWritten: () => void = () => undefined;
    const written = new Promise<void>((resolve) => {
      hasWritten = resolve;
    });
    const slow = change(jobs.db, ['s1'], async (tx) => {
      await tx.append({ topic: 'job', key: 's1', type: 'Changed', payload: 'unseen' });
      hasWritten();
      await held;
    });
    await written;
    // Younger than the one in progress, and seen.
    await append('s2', 'seen');
    const { value, cursor } = await events.snapshot((tx) =>
      tx.execute<{ key: string }>(sql`select key from events where key in ('s1', 's2')`),
    );
    expect(value.map(({ key }) => key)).toEqual(['s2']);
    letGo();
    await slow;
    await append('s2', 'after');
    const reader = events.follow({ after: cursor, topics, keys: ['s1', 's2'], signal });
    const taken = await take(reader, 2);
    expect(taken.map(({ payload }) => payload)).toEqual(['unseen', 'after']);
    await reader.return?.();
    const again = events.follow({ after: taken[0]?.cursor ?? '', topics, keys: ['s1', 's2'], signal });
    expect((await take(again, 1)).map(({ payload }) => payload)).toEqual(['after']);
    await again.return?.();
  });
});
