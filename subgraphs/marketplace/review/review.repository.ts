import { count, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { products, reviews } from '../tables.ts';
import type { RatingRow, ReviewRow } from './review.row.ts';

const ofProducts: ListTable<typeof reviews> = {
  table: reviews,
  key: reviews.productId,
  createdAt: reviews.createdAt,
  id: reviews.id,
  order: 'newestFirst',
};

const average = sql<number>`avg(${reviews.stars})::float8`;

/** Reviews, newest first, and what they say together. */
export function reviewRepository(db: Database) {
  const ofProduct: PagedList<ReviewRow> = {
    name: 'reviewsByProduct',
    rows: (productIds, request) => readPages(db, ofProducts, productIds, request),
    lengths: (productIds) => countLists(db, ofProducts, productIds),
    keyOf: ({ productId }) => productId,
    placeOf: (row) => row,
  };
  return {
    ofProduct,

    ratingsOfProducts: (productIds: readonly string[]): Promise<readonly RatingRow[]> =>
      db
        .select({ key: reviews.productId, average, count: count() })
        .from(reviews)
        .where(inArray(reviews.productId, [...productIds]))
        .groupBy(reviews.productId),

    ratingsOfStores: (storeIds: readonly string[]): Promise<readonly RatingRow[]> =>
      db
        .select({ key: products.storeId, average, count: count() })
        .from(reviews)
        .innerJoin(products, eq(products.id, reviews.productId))
        .where(inArray(products.storeId, [...storeIds]))
        .groupBy(products.storeId),
  };
}
export type ReviewRepository = ReturnType<typeof reviewRepository>;
