import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { type TestDatabase, testDatabase } from '../../../test/kit/database.ts';
import type { Database } from '../database/database.ts';
import { type Change, change } from './change.ts';
import { type ConsumerDefinition, runConsumer } from './consumer.ts';
import type { LoggedEvent } from './event.ts';
import { openEventLog } from './eventLog.ts';

const migrations = new URL('./none/', import.meta.url);
const log = silentLog;

async function twoSubgraphs(): Promise<{ database: TestDatabase; jobs: Database; billing: Database }> {
  const database = await testDatabase([
    { name: 'jobs', migrations },
    { name: 'billing', migrations },
  ]);
  const [jobs, billing] = [database.open('jobs').db, database.open('billing').db];
  await billing.execute(sql`create table charge (n int primary key)`);
  return { database, jobs, billing };
}

async function append(db: Database, ...numbers: readonly number[]): Promise<void> {
  for (const n of numbers)
    await change(db, ['a'], (tx) => tx.append({ topic: 'job', key: 'a', type: 'Ended', payload: n }));
}

async function charge(event: LoggedEvent, tx: Change): Promise<void> {
  await tx.execute(sql`insert into charge values (${event.payload as number})`);
}

async function charges(db: Database): Promise<readonly number[]> {
  return (await db.execute<{ n: number }>(sql`select n from charge order by n`)).map(({ n }) => n);
}

/** Charges every job once; a second charge for the same number would fail on the primary key. */
function charging(handle = charge): ConsumerDefinition {
  return { name: 'charge', source: 'jobs', topics: ['job'], keysOf: () => [], handle };
}

describe('runConsumer', () => {
  it('handles everything from the beginning of the log, and goes on where it stopped', async () => {
    const { database, jobs, billing } = await twoSubgraphs();
    await using _ = database;
    await append(jobs, 1, 2);
    const first = await runConsumer(billing, charging(), { log });
    expect(await first.caughtUp(5_000)).toBe(true);
    await first.close();
    await append(jobs, 3);
    expect(await charges(billing)).toEqual([1, 2]);
    const second = await runConsumer(billing, charging(), { log });
    expect(await second.caughtUp(5_000)).toBe(true);
    await append(jobs, 4);
    expect(await second.caughtUp(5_000)).toBe(true);
    expect(await charges(billing)).toEqual([1, 2, 3, 4]);
    await second.close();
  });

  it('passes over nothing: a handler that throws is called again until it succeeds', async () => {
    const { database, jobs, billing } = await twoSubgraphs();
    await using _ = database;
    await append(jobs, 1, 2, 3);
    let failures = 0;
    const handle = async (event: LoggedEvent, tx: Change): Promise<void> => {
      await charge(event, tx);
      if (event.payload === 2 && failures < 3) {
        failures += 1;
        throw new Error('The bank is closed');
      }
    };
    const errors: unknown[] = [];
    const telling = { ...log, error: (fields: object) => errors.push(fields) };
    const consumer = await runConsumer(billing, charging(handle), { log: telling });
    expect(await consumer.caughtUp(10_000)).toBe(true);
    expect(await charges(billing)).toEqual([1, 2, 3]);
    expect(errors).toHaveLength(3);
    expect(errors[0]).toMatchObject({ consumer: 'charge', source: 'jobs', type: 'Ended', key: 'a' });
    await consumer.close();
  });

  it('says that it has not caught up while a handler fails', async () => {
    const { database, jobs, billing } = await twoSubgraphs();
    await using _ = database;
    await append(jobs, 1);
    const consumer = await runConsumer(
      billing,
      charging(() => Promise.reject(new Error('never'))),
      { log },
    );
    expect(await consumer.caughtUp(100)).toBe(false);
    await consumer.close();
  });

  it('has each effect once when three processes run it', async () => {
    const { database, jobs, billing } = await twoSubgraphs();
    await using _ = database;
    const pools = [billing, database.open('billing').db, database.open('billing').db];
    const consumers = await Promise.all(pools.map((db) => runConsumer(db, charging(), { log })));
    const numbers = Array.from({ length: 300 }, (_, index) => index + 1);
    await append(jobs, ...numbers);
    for (const consumer of consumers) expect(await consumer.caughtUp(10_000)).toBe(true);
    expect(await charges(billing)).toEqual(numbers);
    await Promise.all(consumers.map((consumer) => consumer.close()));
  });

  it('appends events of its own in the transaction of its effect, under the keys that it names', async () => {
    const { database, jobs, billing } = await twoSubgraphs();
    await using _ = database;
    await using events = await openEventLog(billing, { log });
    const { cursor } = await events.snapshot(() => Promise.resolve());
    const keyOf = (event: LoggedEvent): string => `project of ${event.key}`;
    const consumer = await runConsumer(
      billing,
      {
        ...charging(async (event, tx) => {
          await charge(event, tx);
          await tx.append({ topic: 'charge', key: keyOf(event), type: 'Charged', payload: event.payload });
        }),
        keysOf: (event) => [keyOf(event)],
      },
      { log },
    );
    await append(jobs, 7);
    const { signal } = new AbortController();
    const reader = events.follow({ after: cursor, topics: ['charge'], signal });
    expect((await reader.next()).value).toMatchObject({ key: 'project of a', payload: 7 });
    await reader.return?.();
    await consumer.close();
  });

  it('goes on after its connections were cut', async () => {
    const { database, jobs, billing } = await twoSubgraphs();
    await using _ = database;
    const consumer = await runConsumer(billing, charging(), { log });
    await append(jobs, 1);
    expect(await consumer.caughtUp(5_000)).toBe(true);
    await database.open(null).sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and application_name like 'weft %'`;
    await append(database.open('jobs').db, 2);
    expect(await consumer.caughtUp(10_000).catch(() => consumer.caughtUp(10_000))).toBe(true);
    expect(await charges(billing)).toEqual([1, 2]);
    await consumer.close();
  });
});
