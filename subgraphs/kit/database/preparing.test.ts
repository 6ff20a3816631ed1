import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/kit/database.ts';

const migrations = new URL('./no-such-folder/', import.meta.url);

describe('a transaction whose connection is cut', () => {
  it.each(['while a statement runs', 'between two statements'])(
    'is refused, and takes nothing else with it: %s',
    async (when) => {
      await using database = await testDatabase([{ name: 'jobs', migrations }]);
      await using pool = database.open('jobs', { max: 4 });
      await using admin = database.open(null, { max: 1 });
      const cut = (pid: number) => admin.sql`select pg_terminate_backend(${pid}::int, 5000)`.execute();
      for (let times = 0; times < 10; times += 1) {
        const work = pool.db.transaction(async (tx) => {
          const [row] = await tx.execute<{ readonly pid: number }>(sql`select pg_backend_pid() as pid`);
          const pid = Number(row?.pid);
          const cutting = cut(pid);
          if (when === 'while a statement runs') await tx.execute(sql`select pg_sleep(60)`);
          await cutting;
          await tx.execute(sql`select 1`);
        });
        await expect(work).rejects.toThrow();
      }
    },
  );
});
