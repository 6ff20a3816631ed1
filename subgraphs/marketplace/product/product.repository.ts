import { and, asc, count, eq, inArray, notInArray, or, type SQL } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { newerThan, type PageRequest } from '../../kit/pagination.ts';
import { products, stores } from '../tables.ts';
import type { ProductRow } from './product.row.ts';

/** Whose unpublished products may be seen, by the ids of the organizations that run the stores; null: those of all. */
export type DraftsOf = readonly string[] | null;

const byStore: ListTable<typeof products> = {
  table: products,
  key: products.storeId,
  createdAt: products.listedAt,
  id: products.id,
  order: 'oldestFirst',
};

const placeOf = ({ listedAt, id }: ProductRow) => ({ createdAt: listedAt, id });

/** The products that may be seen; every query here has this condition. */
function visible(db: Database, draftsOf: DraftsOf): SQL | undefined {
  if (draftsOf === null) return undefined;
  const shown = notInArray(products.state, ['DRAFT', 'IN_REVIEW']);
  if (draftsOf.length === 0) return shown;
  const own = db
    .select({ id: stores.id })
    .from(stores)
    .where(inArray(stores.ownerId, [...draftsOf]));
  return or(shown, inArray(products.storeId, own));
}

/** Products as someone sees them who may see the unpublished ones of these organizations. */
export function productRepository(db: Database, draftsOf: DraftsOf) {
  const seen = visible(db, draftsOf);
  return {
    placeOf,

    /** One page in the order of listing, and one row more when there is a next page. */
    page: ({ limit, after }: PageRequest): Promise<readonly ProductRow[]> =>
      db
        .select()
        .from(products)
        .where(and(seen, newerThan(products.listedAt, products.id, after)))
        .orderBy(asc(products.listedAt), asc(products.id))
        .limit(limit + 1),

    count: (): Promise<number> =>
      db
        .select({ total: count() })
        .from(products)
        .where(seen)
        .then(([row]) => row?.total ?? 0),

    /** Those with these ids, in no order. */
    byIds: (ids: readonly string[]): Promise<readonly ProductRow[]> =>
      db
        .select()
        .from(products)
        .where(and(inArray(products.id, [...ids]), seen)),

    bySlug: (slug: string): Promise<ProductRow | null> =>
      db
        .select()
        .from(products)
        .where(and(eq(products.slug, slug), seen))
        .limit(1)
        .then(([row]) => row ?? null),

    /** The products of stores, in the order of listing. */
    ofStores: {
      name: 'productsByStore',
      rows: (storeIds, request) => readPages(db, byStore, storeIds, request, seen),
      lengths: (storeIds) => countLists(db, byStore, storeIds, seen),
      keyOf: ({ storeId }) => storeId,
      placeOf,
    } satisfies PagedList<ProductRow>,
  };
}
export type ProductRepository = ReturnType<typeof productRepository>;
