import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { type Log, silentLog } from '../../../lib/log.ts';
import { testDatabase } from '../../../test/kit/database.ts';
import type { Database } from '../database/database.ts';
import { change } from './change.ts';
import { registerConsumer } from './consumerPosition.ts';
import { LogGapError, type LoggedEvent } from './event.ts';
import { openEventLog } from './eventLog.ts';
import { trim } from './retention.ts';

const migrations = new URL('./none/', import.meta.url);
const topics = ['job'];
const { signal } = new AbortController();

async function append(db: Database, payload: number): Promise<void> {
  await change(db, ['a'], (tx) => tx.append({ topic: 'job', key: 'a', type: 'Changed', payload }));
}

async function makeOld(db: Database, upTo: number): Promise<void> {
  await db.execute(
    sql`update events set occurred_at = now() - interval '3 hours' where (payload #>> '{}')::int <= ${upTo}`,
  );
}

describe('retention', () => {
  it('expires exactly the cursors that have lost an event', async () => {
    await using database = await testDatabase([{ name: 'jobs', migrations }]);
    const { db } = database.open('jobs');
    await using events = await openEventLog(db, { log: silentLog });
    const { cursor } = await events.snapshot(() => Promise.resolve());
    for (const payload of [1, 2, 3, 4]) await append(db, payload);
    const reader = events.follow({ after: cursor, topics, signal });
    const cursors: string[] = [];
    for (const _ of [1, 2, 3, 4]) cursors.push(((await reader.next()).value as LoggedEvent).cursor);
    await reader.return?.();
    await makeOld(db, 2);
    expect(await trim(db, 'jobs', 2, silentLog)).toBe(2);
    expect(await Promise.all(cursors.map((cursor) => events.check(cursor)))).toEqual(['EXPIRED', null, null, null]);
    const expired = events.follow({ after: cursors[0] ?? '', topics, signal });
    await expect(expired.next()).rejects.toThrow(new LogGapError('EXPIRED'));
    const kept = events.follow({ after: cursors[1] ?? '', topics, signal });
    expect((await kept.next()).value).toMatchObject({ payload: 3 });
    await kept.return?.();
  });

  it('keeps an old event that stands behind a younger one, and never touches the young', async () => {
    await using database = await testDatabase([{ name: 'jobs', migrations }]);
    const { db } = database.open('jobs');
    for (const payload of [5, 1, 2]) await append(db, payload);
    await makeOld(db, 2);
    expect(await trim(db, 'jobs', 2, silentLog)).toBe(0);
    expect(await trim(db, 'jobs', 4, silentLog)).toBe(0);
  });

  it('keeps what a consumer of another subgraph has not handled, and says for whom', async () => {
    await using database = await testDatabase([
      { name: 'jobs', migrations },
      { name: 'billing', migrations },
    ]);
    const { db } = database.open('jobs');
    await registerConsumer(database.open('billing').db, { name: 'charge', source: 'jobs' });
    await using events = await openEventLog(db, { log: silentLog });
    const { cursor } = await events.snapshot(() => Promise.resolve());
    await append(db, 1);
    // What is still in doubt for readers is not trimmed either: wait until it is given out.
    const reader = events.follow({ after: cursor, topics, signal });
    await reader.next();
    await reader.return?.();
    await makeOld(db, 1);
    const told: unknown[] = [];
    const log: Log = { ...silentLog, warn: (fields) => told.push(fields['consumer']) };
    expect(await trim(db, 'jobs', 2, log)).toBe(0);
    expect(told).toEqual(['billing.charge']);
  });
});
