import { and, asc, count, desc, eq, getTableColumns, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { ListLength } from '../pageLoader.ts';
import { newerThan, olderThan, type PageRequest } from '../pagination.ts';
import type { Database } from './database.ts';

/** A table with the rows of a list that each of several things has, e.g. the reviews of products. */
export interface ListTable<Table extends PgTable> {
  readonly table: Table;
  /** Whose list a row is in. */
  readonly key: PgColumn;
  /** When a row came into the list, to the millisecond; with `id` it is the row's place. */
  readonly createdAt: PgColumn;
  readonly id: PgColumn;
  readonly order: 'newestFirst' | 'oldestFirst';
}

/** Up to `limit + 1` rows of each key's list after the place asked for, in the order of the list; one query for all keys. */
export async function readPages<Table extends PgTable>(
  db: Database,
  list: ListTable<Table>,
  keys: readonly string[],
  request: PageRequest,
  where?: SQL,
): Promise<readonly Table['$inferSelect'][]> {
  const { key, createdAt, id } = list;
  // The query builder cannot infer through a type parameter; what comes back are the table's own rows.
  const table: PgTable = list.table;
  const [direction, beyond] = list.order === 'newestFirst' ? [desc, olderThan] : [asc, newerThan];
  const most = request.limit + 1;
  const [only, ...others] = keys;
  if (only === undefined) return [];
  const condition = and(
    others.length === 0 ? eq(key, only) : inArray(key, [...keys]),
    beyond(createdAt, id, request.after),
    where,
  );
  const columns: Record<string, PgColumn> = getTableColumns(table);
  if (others.length === 0) {
    const rows: unknown = await db
      .select(columns)
      .from(table)
      .where(condition)
      .orderBy(direction(createdAt), direction(id))
      .limit(most);
    return rows as readonly Table['$inferSelect'][];
  }
  const place = sql<number>`row_number() over (partition by ${key} order by ${direction(createdAt)}, ${direction(id)})`;
  const ranked = db
    .select({ ...columns, listPlace: place.as('list_place') })
    .from(table)
    .where(condition)
    .as('ranked');
  const rows: unknown = await db.select().from(ranked).where(lte(ranked.listPlace, most)).orderBy(ranked.listPlace);
  return rows as readonly Table['$inferSelect'][];
}

/** How long the list of each key is; keys without rows are left out. */
export function countLists(
  db: Database,
  { table, key }: Pick<ListTable<PgTable>, 'table' | 'key'>,
  keys: readonly string[],
  where?: SQL,
): Promise<readonly ListLength[]> {
  return db
    .select({ key: sql<string>`${key}`, length: count() })
    .from(table)
    .where(and(inArray(key, [...keys]), where))
    .groupBy(key);
}
