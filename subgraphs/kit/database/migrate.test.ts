import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, testServerUrl } from '../../../test/kit/database.ts';
import { subgraphNames } from '../subgraphName.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

const none = new URL('./no-such-folder/', import.meta.url);
const all = subgraphNames.map((name) => ({ name, migrations: none }));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-migrate-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder as drizzle-kit writes it, with one SQL file per migration. */
async function generated(...files: readonly string[]): Promise<URL> {
  const path = await mkdtemp(join(folder, 'migrations-'));
  await mkdir(join(path, 'meta'));
  const entries = files.map((_, idx) => ({ idx, version: '7', when: 1_000 + idx, tag: `${idx}`, breakpoints: true }));
  await writeFile(
    join(path, 'meta', '_journal.json'),
    JSON.stringify({ version: '7', dialect: 'postgresql', entries }),
  );
  for (const [index, content] of files.entries()) await writeFile(join(path, `${index}.sql`), content);
  return pathToFileURL(`${path}/`);
}

const first = 'CREATE SCHEMA "jobs";\n--> statement-breakpoint\nCREATE TABLE "jobs"."job" ("id" text PRIMARY KEY);';
const second = 'ALTER TABLE "jobs"."job" ADD COLUMN "title" text;';

describe('migrate', () => {
  it('gives every subgraph a schema with the kit tables, and does nothing the second time', async () => {
    await using database = await testDatabase(all);
    const { sql } = database.open('jobs');
    const [before] = await sql`select epoch from log_epoch`;
    await migrate(database.adminUrl, all);
    const [row] = await sql`select current_user as who, epoch from log_epoch`;
    expect(row).toEqual({ who: 'weft_jobs', epoch: before?.['epoch'] });
  });

  it('runs the generated migrations that are new, as the owner of the schema', async () => {
    await using database = await testDatabase([{ name: 'jobs', migrations: await generated(first) }]);
    const { sql } = database.open('jobs');
    await sql`insert into job (id) values ('kept')`;
    for (const _ of [1, 2])
      await migrate(database.adminUrl, [{ name: 'jobs', migrations: await generated(first, second) }]);
    expect(await sql`select id, title from job`).toEqual([{ id: 'kept', title: null }]);
  });

  it('changes nothing when one migration of a subgraph fails', async () => {
    await using database = await testDatabase([{ name: 'jobs', migrations: await generated(first) }]);
    const broken = await generated(first, second, 'ALTER TABLE "jobs"."nothing" ADD COLUMN "a" text;');
    await expect(migrate(database.adminUrl, [{ name: 'jobs', migrations: broken }])).rejects.toThrow('nothing');
    await expect(database.open('jobs').sql`select title from job`).rejects.toThrow('title');
  });

  it('may run several times at once, in one database and in two', async () => {
    await using one = await testDatabase([]);
    await using other = await testDatabase([]);
    await using server = openDatabase(await testServerUrl(), { role: null, max: 1 });
    await server.sql`select 1`;
    const jobs = [{ name: 'jobs' as const, migrations: await generated(first, second) }];
    await Promise.all([one, one, other, other].map(({ adminUrl }) => migrate(adminUrl, jobs)));
    expect(await one.open('jobs').sql`select * from job`).toHaveLength(0);
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

describe('migrate on a database that it cannot use', () => {
  it('names DATABASE_URL, the address and the remedy when nobody answers, and never the password', async () => {
    const failed = migrate('postgres://someone:secret@127.0.0.1:1/weft', all);
    await expect(failed).rejects.toThrow(/127\.0\.0\.1:1\/weft \(DATABASE_URL\).*without DATABASE_URL/);
    await expect(failed).rejects.not.toThrow('secret');
    await expect(migrate('not a url', all)).rejects.toThrow('DATABASE_URL is not a URL');
  });

  it('works for a user who may create roles and schemas, and says which right is missing otherwise', async () => {
    await using database = await testDatabase([]);
    await using admin = openDatabase(database.adminUrl, { role: null, max: 1 });
    const { sql } = admin;
    const name = `limited_${database.adminUrl.slice(-16)}`;
    const url = new URL(database.adminUrl);
    [url.username, url.password] = [name, 'a'];
    await sql.unsafe(`create role ${name} login password 'a'`);
    try {
      await sql.unsafe(`revoke all on database ${url.pathname.slice(1)} from public`);
      await sql.unsafe(`grant connect on database ${url.pathname.slice(1)} to ${name}`);
      // The roles of the subgraphs may be there from other databases of this server, or not.
      await expect(migrate(url.href, all)).rejects.toThrow(/run: (grant weft_accounts to|alter role) limited_/);
      for (const subgraph of subgraphNames) {
        await sql.unsafe(`do $$ begin create role weft_${subgraph}; exception when duplicate_object then null; end $$`);
        await sql.unsafe(`grant weft_${subgraph} to ${name}`);
      }
      await expect(migrate(url.href, all)).rejects.toThrow(/run: grant create on database weft_test_\w+ to limited_/);
      await sql.unsafe(`grant create on database ${url.pathname.slice(1)} to ${name}`);
      await migrate(url.href, all);
      await using jobs = openDatabase(url.href, { role: 'jobs', max: 1 });
      expect(await jobs.sql`select * from events`).toHaveLength(0);
    } finally {
      await sql.unsafe(`drop owned by ${name}; drop role ${name}`);
    }
  });
});
