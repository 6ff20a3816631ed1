import { count, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { products, reviews } from '../tables.ts';
import type { RatingRow, ReviewRow } from './review.row.ts';

const byProduct: ListTable<typeof reviews> = {
  table: reviews,
  key: reviews.productId,
  createdAt: reviews.createdAt,
  id: reviews.id,
  order: 'newestFirst',
};

const average = sql<number>`round(avg(${reviews.stars}), 2)::float8`;

/** The reviews of products, the newest first. */
export function reviewsOfProducts(db: Database): PagedList<ReviewRow> {
  return {
    name: 'reviewsByProduct',
    rows: (productIds, request) => readPages(db, byProduct, productIds, request),
    lengths: (productIds) => countLists(db, byProduct, productIds),
    keyOf: ({ productId }) => productId,
    placeOf: ({ createdAt, id }) => ({ createdAt, id }),
  };
}

/** What the reviews of these products come to; products without reviews are left out. */
export function ratingsOfProducts(db: Database, productIds: readonly string[]): Promise<readonly RatingRow[]> {
  return db
    .select({ key: reviews.productId, average, count: count() })
    .from(reviews)
    .where(inArray(reviews.productId, [...productIds]))
    .groupBy(reviews.productId);
}

/** What the reviews of all products of these stores come to; stores without reviews are left out. */
export function ratingsOfStores(db: Database, storeIds: readonly string[]): Promise<readonly RatingRow[]> {
  return db
    .select({ key: products.storeId, average, count: count() })
    .from(reviews)
    .innerJoin(products, eq(products.id, reviews.productId))
    .where(inArray(products.storeId, [...storeIds]))
    .groupBy(products.storeId);
}
