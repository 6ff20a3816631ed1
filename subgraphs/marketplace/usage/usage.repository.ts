import { and, count, gte, inArray, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { productRuns } from '../tables.ts';

/** A job that ran a product and has ended. */
export interface RunRow {
  readonly jobId: string;
  readonly productId: string;
  readonly succeeded: boolean;
  readonly coreHours: string;
  readonly endedAt: Date;
}

/** What the jobs came to that ran a product; there is at least one. */
export interface UsageRow {
  readonly productId: string;
  readonly jobs: number;
  readonly coreHours: string;
  readonly succeeded: number;
}

/** Keeps that a job ran a product and has ended. Does nothing for one that is known. */
export async function recordRun(tx: Transaction, run: RunRow): Promise<void> {
  await tx.insert(productRuns).values(run).onConflictDoNothing();
}

/** What the jobs came to that ran these products and ended at `since` or later; products without any are left out. */
export function usageOf(db: Database, since: Date, productIds: readonly string[]): Promise<readonly UsageRow[]> {
  return db
    .select({
      productId: productRuns.productId,
      jobs: count(),
      coreHours: sql<string>`trim_scale(sum(${productRuns.coreHours}))::text`,
      succeeded: sql<number>`(count(*) filter (where ${productRuns.succeeded}))::int`,
    })
    .from(productRuns)
    .where(and(inArray(productRuns.productId, [...productIds]), gte(productRuns.endedAt, since)))
    .groupBy(productRuns.productId);
}
