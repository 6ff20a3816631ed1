import type postgres from 'postgres';
import { type SubgraphName, subgraphNames } from '../subgraphName.ts';
import { roleOf } from './database.ts';

/** Roles belong to the whole server, so another database may be migrated at the same time: its success is ours. */
const madeByAnother = new Set(['42710', '23505']);
const mostAttempts = 5;

function codeOf(error: unknown): string | undefined {
  return (error as { readonly code?: string }).code;
}

async function createRole(sql: postgres.Sql, role: string): Promise<void> {
  try {
    await sql`create role ${sql(role)} nologin`;
  } catch (cause) {
    if (madeByAnother.has(codeOf(cause) ?? '')) return;
    if (codeOf(cause) !== '42501') throw cause;
    const says = `The user of DATABASE_URL may not create the role ${role}. As a superuser of that server, run: alter role ${await userOf(sql)} createrole`;
    throw new Error(says, { cause });
  }
}

async function userOf(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ name: string }[]>`select quote_ident(session_user) as name`;
  return row?.name ?? '';
}

/** True when the administrator may act as the role. */
async function mayActAs(sql: postgres.Sql, role: string): Promise<boolean> {
  const [row] = await sql<{ may: boolean }[]>`
    select pg_has_role(session_user, ${role}, case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end) as may`;
  return row?.may === true;
}

async function joinRole(sql: postgres.Sql, role: string): Promise<void> {
  for (let attempt = 1; !(await mayActAs(sql, role)); attempt += 1) {
    try {
      await sql`grant ${sql(role)} to current_user`;
    } catch (cause) {
      // "tuple concurrently updated": the same grant by somebody else.
      if (codeOf(cause) === 'XX000' && attempt < mostAttempts) continue;
      if (codeOf(cause) !== '42501') throw cause;
      const says = `The user of DATABASE_URL may not act as the role ${role}, which somebody else created on that server. As a superuser, run: grant ${role} to ${await userOf(sql)}`;
      throw new Error(says, { cause });
    }
  }
}

/** Makes sure that the roles of all subgraphs exist and that the administrator may act as each. */
export async function ensureRoles(sql: postgres.Sql): Promise<void> {
  const known = await sql<{ rolname: string }[]>`select rolname from pg_roles where rolname like 'weft\\_%'`;
  const names = new Set(known.map((row) => row.rolname));
  for (const name of subgraphNames) {
    const role = roleOf(name);
    if (!names.has(role)) await createRole(sql, role);
    await joinRole(sql, role);
  }
}

/** Makes sure that the schema exists, belongs to its role, and lets the roles of the others in. */
export async function ensureSchema(sql: postgres.Sql, name: SubgraphName): Promise<void> {
  const role = roleOf(name);
  const [schema] = await sql<{ owner: string }[]>`
    select pg_get_userbyid(nspowner) as owner from pg_namespace where nspname = ${name}`;
  if (schema !== undefined && schema.owner !== role)
    throw new Error(
      `The database of DATABASE_URL has a schema "${name}" that belongs to ${schema.owner}, not to Weft. Give Weft a database of its own.`,
    );
  if (schema !== undefined) return;
  try {
    await sql`create schema ${sql(name)} authorization ${sql(role)}`;
  } catch (cause) {
    if (codeOf(cause) !== '42501') throw cause;
    const says = `The user of DATABASE_URL may not create schemas in its database. As the database's owner, run: grant create on database ${await databaseOf(sql)} to ${await userOf(sql)}`;
    throw new Error(says, { cause });
  }
}

async function databaseOf(sql: postgres.Sql): Promise<string> {
  const [row] = await sql<{ name: string }[]>`select quote_ident(current_database()) as name`;
  return row?.name ?? '';
}
