import { asc, desc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { benchmarks } from '../tables.ts';
import type { BenchmarkRow } from './benchmark.row.ts';

export function benchmarkRepository(db: Database) {
  return {
    /** Measurements, newest first. */
    ofProducts: (productIds: readonly string[]): Promise<readonly BenchmarkRow[]> =>
      db
        .select()
        .from(benchmarks)
        .where(inArray(benchmarks.productId, [...productIds]))
        .orderBy(desc(benchmarks.measuredAt), asc(benchmarks.centerId), asc(benchmarks.name)),
  };
}
export type BenchmarkRepository = ReturnType<typeof benchmarkRepository>;
