import { and, count, gte, inArray, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { productJobs } from '../tables.ts';
import type { ProductJobRow, ProductUsageRow } from './productUsage.row.ts';

/** Counts a job, once. */
export async function recordProductJob(tx: Transaction, job: ProductJobRow): Promise<void> {
  await tx.insert(productJobs).values(job).onConflictDoNothing();
}

const succeeded = sql`count(*) filter (where ${productJobs.outcome} = 'SUCCEEDED')`;
const counted = sql`count(*) filter (where ${productJobs.outcome} <> 'CANCELLED')`;

export function productUsageRepository(db: Database) {
  return {
    /** What ended at that time or later; products without such jobs are left out. */
    since: (productIds: readonly string[], at: Date): Promise<readonly ProductUsageRow[]> =>
      db
        .select({
          productId: productJobs.productId,
          jobs: count(),
          coreHours: sql<string>`sum(${productJobs.coreHours})`,
          successPercent: sql<number | null>`100 * ${succeeded}::float8 / nullif(${counted}, 0)`,
        })
        .from(productJobs)
        .where(and(inArray(productJobs.productId, [...productIds]), gte(productJobs.endedAt, at)))
        .groupBy(productJobs.productId),
  };
}
export type ProductUsageRepository = ReturnType<typeof productUsageRepository>;
