import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../../test/kit/database.ts';
import { subgraphNames } from '../subgraphName.ts';
import { migrate } from './migrate.ts';

const none = new URL('./no-such-folder/', import.meta.url);
const all = subgraphNames.map((name) => ({ name, migrations: none }));

describe('migrate', () => {
  it('gives every subgraph a schema with the kit tables, and does nothing the second time', async () => {
    await using database = await testDatabase(all);
    await migrate(database.adminUrl, all);
    const { sql } = database.open('jobs');
    const [row] = await sql`select current_user as who, (select count(*)::int from log_epoch) as epochs`;
    expect(row).toEqual({ who: 'weft_jobs', epochs: 1 });
  });

  it('lets a subgraph read the events of another and nothing else of it', async () => {
    await using database = await testDatabase(all);
    const { sql } = database.open('billing');
    expect(await sql`select * from jobs.events`).toHaveLength(0);
    await expect(sql`select * from jobs.idempotency_keys`).rejects.toThrow('permission denied');
    await expect(sql`insert into jobs.events (topic, key, type, payload) values ('a', 'b', 'c', '1')`).rejects.toThrow(
      'permission denied',
    );
  });
});
