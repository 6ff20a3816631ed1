import { asc, count, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { newerThan, type PageRequest } from '../../kit/pagination.ts';
import { stores } from '../tables.ts';
import type { StoreRow } from './store.row.ts';

/** One page in the order of listing, and one row more when there is a next page. */
export function listStores(db: Database, { limit, after }: PageRequest): Promise<readonly StoreRow[]> {
  return db
    .select()
    .from(stores)
    .where(newerThan(stores.listedAt, stores.id, after))
    .orderBy(asc(stores.listedAt), asc(stores.id))
    .limit(limit + 1);
}

/** How many stores there are. */
export function countStores(db: Database): Promise<number> {
  return db
    .select({ total: count() })
    .from(stores)
    .then(([row]) => row?.total ?? 0);
}

/** The stores with these ids, in no order. */
export function storesById(db: Database, ids: readonly string[]): Promise<readonly StoreRow[]> {
  return db
    .select()
    .from(stores)
    .where(inArray(stores.id, [...ids]));
}
