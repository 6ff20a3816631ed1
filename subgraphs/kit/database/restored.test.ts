import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { testDatabase } from '../../../test/kit/database.ts';
import { change } from '../log/change.ts';
import { runConsumer } from '../log/consumer.ts';
import { openEventLog } from '../log/eventLog.ts';
import { migrate } from './migrate.ts';

const migrations = new URL('./none/', import.meta.url);
const subgraphs = [
  { name: 'jobs' as const, migrations },
  { name: 'billing' as const, migrations },
];
const topics = ['job'];

describe('a database that was restored on another server', () => {
  it('tells clients of a new epoch, and consumers handle what they had not, once and in order', async () => {
    await using database = await testDatabase(subgraphs);
    const jobs = database.open('jobs');
    const billing = database.open('billing');
    const handled: unknown[] = [];
    const start = () =>
      runConsumer(
        billing.db,
        {
          name: 'charge',
          source: 'jobs',
          topics,
          keysOf: () => [],
          handle: (event) => Promise.resolve(void handled.push(event.payload)),
        },
        { log: silentLog },
      );
    const append = (payload: number): Promise<void> =>
      change(jobs.db, ['a'], (tx) => tx.append({ topic: 'job', key: 'a', type: 'Changed', payload }));
    for (const payload of [1, 2]) await append(payload);
    const before = await start();
    expect(await before.caughtUp(5_000)).toBe(true);
    await before.close();
    for (const payload of [3, 4]) await append(payload);
    await using oldLog = await openEventLog(jobs.db, { log: silentLog });
    const { cursor } = await oldLog.snapshot(() => Promise.resolve());

    // What a dump brings to a younger server: numbers that lie in its future.
    const future = 9_000_000_000n;
    await jobs.db.execute(sql`update events set tx = (tx::text::bigint + ${future.toString()}::bigint)::text::xid8`);
    await jobs.db.execute(sql`update log_epoch set server = 'another-00000001-5'`);
    await billing.db.execute(
      sql`update consumer_positions set tx = (tx::text::bigint + ${future.toString()}::bigint)::text::xid8`,
    );
    await migrate(database.adminUrl, subgraphs);

    await using events = await openEventLog(jobs.db, { log: silentLog });
    expect(await events.check(cursor)).toBe('EPOCH_CHANGED');
    await append(5);
    const after = await start();
    expect(await after.caughtUp(5_000)).toBe(true);
    await after.close();
    expect(handled).toEqual([1, 2, 3, 4, 5]);
  });

  it('tells clients of a new epoch when the server went back in time, and leaves the events as they are', async () => {
    await using database = await testDatabase(subgraphs);
    const { db } = database.open('jobs');
    await change(db, ['a'], (tx) => tx.append({ topic: 'job', key: 'a', type: 'Changed', payload: 1 }));
    const [before] = await db.execute(sql`select tx::text, seq from events`);
    await using events = await openEventLog(db, { log: silentLog });
    const { cursor } = await events.snapshot(() => Promise.resolve());
    await db.execute(sql`update log_epoch set server = regexp_replace(server, '-[^-]*-', '-0000007F-')`);
    await migrate(database.adminUrl, subgraphs);
    expect(await events.check(cursor)).toBe('EPOCH_CHANGED');
    expect(await db.execute(sql`select tx::text, seq from events`)).toEqual([before]);
  });
});
