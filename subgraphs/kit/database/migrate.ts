import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type postgres from 'postgres';
import { type SubgraphName, subgraphNames } from '../subgraphName.ts';
import { databaseIdentity, openDatabase, roleOf } from './database.ts';
import { kitSteps, sharedTables } from './kitTables.ts';
import { beginAnewIfRestored, newEpoch, serverIdentity } from './restored.ts';
import { ensureRoles, ensureSchema } from './roles.ts';

/** A subgraph as far as its tables go. */
export interface MigratedSubgraph {
  readonly name: SubgraphName;
  /** Folder of drizzle-kit's migrations; one without a journal, or that does not exist, has none. */
  readonly migrations: URL;
}

const oldestServer = 150_000;
/** Any number, the same for every Weft: it stands for "somebody migrates this database". */
const migrationLock = 7_305_120_458_104_177n;

async function requireServer(sql: postgres.Sql, url: string): Promise<void> {
  const identity = databaseIdentity(url);
  let version: number;
  try {
    const [row] = await sql<
      { number: number; text: string }[]
    >`select current_setting('server_version_num')::int as number`;
    version = row?.number ?? 0;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const says = `The database ${identity} (DATABASE_URL) cannot be used: ${reason}. Start it or correct DATABASE_URL; without DATABASE_URL Weft brings its own database.`;
    throw new Error(says, { cause });
  }
  if (version < oldestServer)
    throw new Error(
      `The server ${identity} (DATABASE_URL) is PostgreSQL ${Math.floor(version / 10_000)}; Weft needs 15 or newer.`,
    );
}

/** Runs in the schema as its owner; everything or nothing. */
function asOwner(
  sql: postgres.Sql,
  name: SubgraphName,
  work: (tx: postgres.TransactionSql) => Promise<void>,
): Promise<void> {
  return sql.begin(async (tx) => {
    await tx`set local role ${tx(roleOf(name))}`;
    await tx`set local search_path to ${tx(name)}`;
    await work(tx);
  }) as Promise<void>;
}

async function runKitSteps(tx: postgres.TransactionSql, name: SubgraphName): Promise<void> {
  await tx`create table if not exists kit_version (version int not null)`;
  const [row] = await tx<{ version: number }[]>`select version from kit_version`;
  const done = row?.version ?? 0;
  for (const statement of kitSteps.slice(done).flat()) await tx.unsafe(statement);
  if (row === undefined) await tx`insert into kit_version values (${kitSteps.length})`;
  else if (done < kitSteps.length) await tx`update kit_version set version = ${kitSteps.length}`;
  const server = await serverIdentity(tx);
  await tx`insert into log_epoch (epoch, server) values (${newEpoch()}, ${server}) on conflict do nothing`;
  await beginAnewIfRestored(tx, name, server);
  const others = subgraphNames.filter((one) => one !== name).map(roleOf);
  await tx`grant usage on schema ${tx(name)} to ${tx(others)}`;
  await tx`grant select on ${tx(sharedTables)} to ${tx(others)}`;
}

const createsSchema = /^\s*create schema\b/i;

/** Runs what drizzle-kit generated and this database has not seen; keeps drizzle's own bookkeeping table. */
async function runGenerated(tx: postgres.TransactionSql, folder: string): Promise<void> {
  if (!existsSync(join(folder, 'meta', '_journal.json'))) return;
  await tx`create table if not exists __drizzle_migrations (id serial primary key, hash text not null, created_at bigint)`;
  const [last] = await tx<{ created_at: string }[]>`
    select created_at from __drizzle_migrations order by created_at desc limit 1`;
  for (const migration of readMigrationFiles({ migrationsFolder: folder })) {
    if (last !== undefined && Number(last.created_at) >= migration.folderMillis) continue;
    // The schema is there already, and its owner may not create others.
    for (const statement of migration.sql) if (!createsSchema.test(statement)) await tx.unsafe(statement);
    await tx`insert into __drizzle_migrations (hash, created_at) values (${migration.hash}, ${migration.folderMillis})`;
  }
}

/**
 * Brings a database to what this version needs: the roles of all subgraphs, and for each given one its schema, the kit's tables
 * and its own migrations. Does nothing where nothing is missing; several at the same time wait for each other. Throws an error
 * that names DATABASE_URL (never its password) and the remedy when the server is away, too old, or does not allow it.
 */
export async function migrate(adminUrl: string, subgraphs: readonly MigratedSubgraph[]): Promise<void> {
  await using database = openDatabase(adminUrl, { role: null, max: 1, statementTimeoutMs: 0 });
  const { sql } = database;
  await requireServer(sql, adminUrl);
  await sql`select pg_advisory_lock(${migrationLock.toString()}::bigint)`;
  await ensureRoles(sql);
  for (const { name, migrations } of subgraphs) {
    await ensureSchema(sql, name);
    await asOwner(sql, name, async (tx) => {
      await runKitSteps(tx, name);
      await runGenerated(tx, fileURLToPath(migrations));
    });
  }
}
