import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import type { SubgraphName } from '../subgraphName.ts';
import { preparing } from './preparing.ts';

/** The typed query builder of one subgraph (or of the administrator). */
export type Database = PostgresJsDatabase<Record<string, never>>;

/** One running transaction of a `Database`. */
export type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** A pool of connections; who opens it closes it. */
export interface OpenDatabase extends AsyncDisposable {
  readonly db: Database;
  /** The driver below `db`, for what a query builder cannot say. Pass JSON as text: drizzle turned the driver's own JSON writer off. */
  readonly sql: postgres.Sql;
  /** Ends the pool: running queries get up to five seconds. Safe to call twice. */
  close(): Promise<void>;
}

/** What a `Database` is connected to. */
export interface DatabaseBinding {
  /** Equal for two pools on the same database of the same server. Has no password. */
  readonly identity: string;
  readonly url: string;
  readonly schema: SubgraphName | null;
  readonly sql: postgres.Sql;
}

const bindings = new WeakMap<object, DatabaseBinding>();

/** What `openDatabase` connected this to. Throws for a transaction, which is not a database: work in it, or begin your own. */
export function bindingOf(db: Database): DatabaseBinding {
  const binding = bindings.get(db);
  if (binding === undefined)
    throw new Error('This is not a database that openDatabase gave out (a transaction, perhaps).');
  return binding;
}

/** The database role of a subgraph. Its connections act as this role, so that no query crosses into another's schema. */
export function roleOf(name: SubgraphName): string {
  return `weft_${name}`;
}

/** Longest time that a transaction may sit doing nothing: an idle writer holds back every reader of every event log (`xmin`). */
const idleInTransactionTimeoutMs = 10_000;
const statementTimeoutMs = 30_000;

const timestampWithZone = '1184';

/** Host, port and name of the database behind a url; throws an error that names the setting, never the password. */
export function databaseIdentity(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port === '' ? '5432' : port}${pathname}`;
  } catch (cause) {
    throw new Error('DATABASE_URL is not a URL; it has the form postgres://user:password@host:5432/database', {
      cause,
    });
  }
}

/**
 * Opens a bounded pool. With a role, every connection acts as `weft_<role>` and looks for tables in the schema `<role>`; with
 * null it acts as the user of the url. Connects at the first query. numeric and bigint arrive as text, timestamptz as Date.
 */
export function openDatabase(
  url: string,
  options: { readonly role: SubgraphName | null; readonly max?: number; readonly statementTimeoutMs?: number },
): OpenDatabase {
  const identity = databaseIdentity(url);
  const { role } = options;
  const sql = postgres(url, {
    max: options.max ?? 5,
    connect_timeout: 10,
    // What the server says beside answers ("already exists, skipping") is of no use to anybody.
    onnotice: () => undefined,
    connection: {
      application_name: `weft ${role ?? 'administrator'}`,
      TimeZone: 'UTC',
      // Compiling takes longer than any of our short statements, and the server misjudges when it is worth it.
      jit: 'off',
      idle_in_transaction_session_timeout: idleInTransactionTimeoutMs,
      statement_timeout: options.statementTimeoutMs ?? statementTimeoutMs,
      ...(role === null ? {} : { role: roleOf(role), search_path: role }),
    },
  });
  const readDate = sql.options.parsers[Number(timestampWithZone)];
  const writeDate = sql.options.serializers[Number(timestampWithZone)];
  const db: Database = drizzle(preparing(sql));
  // drizzle makes timestamps plain text in the driver it is given; its own columns take a Date as well, and so do people.
  if (readDate !== undefined) sql.options.parsers[Number(timestampWithZone)] = readDate;
  if (writeDate !== undefined) sql.options.serializers[Number(timestampWithZone)] = writeDate;
  bindings.set(db, { identity, url, schema: role, sql });
  const close = (): Promise<void> => sql.end({ timeout: 5 });
  return { db, sql, close, [Symbol.asyncDispose]: close };
}
