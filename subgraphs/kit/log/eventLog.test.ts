import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { type TestDatabase, testDatabase } from '../../../test/kit/database.ts';
import type { OpenDatabase } from '../database/database.ts';
import { change } from './change.ts';
import type { LoggedEvent } from './event.ts';
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
    // On one connection the server has told the place of the call before it answers what was asked after it.
    await using single = database.open('jobs', { max: 1 });
    await using alone = await openEventLog(single.db, { log: silentLog });
    const reader = alone.follow({ after: null, topics, signal });
    await alone.snapshot(() => Promise.resolve());
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

  it('ends a waiting next at once on return and on abort', async () => {
    const controller = new AbortController();
    const returned = events.follow({ after: null, topics, signal });
    const aborted = events.follow({ after: null, topics, signal: controller.signal });
    const [one, other] = [returned.next(), aborted.next()];
    await returned.return?.();
    controller.abort();
    expect([(await one).done, (await other).done]).toEqual([true, true]);
  });
});
