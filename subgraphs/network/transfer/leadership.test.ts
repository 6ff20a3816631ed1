import { expect, it } from 'vitest';
import { silentLog } from '../../../lib/log.ts';
import { testDatabase } from '../../../test/kit/database.ts';
import { deadline } from '../../../test/kit/deadline.ts';
import { network } from '../subgraph.ts';
import { lead } from './leadership.ts';

it('is had by one process at a time, and by another as soon as the connection of the first is lost', async () => {
  await using database = await testDatabase([{ name: 'network', migrations: network.migrations }]);
  const working = new Set<string>();
  const begun: string[] = [];
  let mostAtOnce = 0;
  const work =
    (name: string) =>
    (signal: AbortSignal): Promise<void> => {
      working.add(name);
      begun.push(name);
      mostAtOnce = Math.max(mostAtOnce, working.size);
      return new Promise((resolve) => {
        signal.addEventListener('abort', () => {
          working.delete(name);
          resolve();
        });
      });
    };
  const options = { log: silentLog, lookEveryMs: 20 };
  // Two processes would have a pool each.
  const pools = ['one', 'two'].map((name) => ({ name, opened: database.open('network') }));
  const leaders = pools.map(({ name, opened }) => lead(opened.db, 'test', work(name), options));
  await deadline(() => working.size === 1);

  const { sql } = database.open(null);
  await sql`select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and database = (
    select oid from pg_database where datname = current_database())`;
  await deadline(() => begun.length === 2 && working.size === 1);

  await Promise.all(leaders.map((leader) => leader.close()));
  expect(working.size).toBe(0);
  // Until it looks, the first does not know that it has lost; what it writes then is refused by the transfer itself.
  expect(mostAtOnce).toBeLessThanOrEqual(2);
  const [left] = await sql<{ locks: number }[]>`select count(*)::int as locks from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())`;
  expect(left?.locks).toBe(0);
});
