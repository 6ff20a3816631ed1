import { asc, desc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { benchmarks } from '../tables.ts';
import type { BenchmarkRow } from './benchmark.row.ts';

/** The measurements of these products: by name, then center, the newest first. */
export function benchmarksOf(db: Database, productIds: readonly string[]): Promise<readonly BenchmarkRow[]> {
  return db
    .select()
    .from(benchmarks)
    .where(inArray(benchmarks.productId, [...productIds]))
    .orderBy(asc(benchmarks.name), asc(benchmarks.centerId), desc(benchmarks.measuredAt), asc(benchmarks.id));
}
