import { inArray, lt, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { occupancies } from '../tables.ts';
import type { OccupancyObserved } from './occupancyObserved.ts';

function occupancyOf(row: typeof occupancies.$inferSelect): OccupancyObserved {
  return {
    centerId: row.centerId,
    observedAt: row.observedAt,
    nodes: { total: row.nodesTotal, allocated: row.nodesAllocated, idle: row.nodesIdle, down: row.nodesDown },
    cores: { total: row.coresTotal, allocated: row.coresAllocated, idle: row.coresIdle },
    accelerators: [...row.accelerators],
    queue: { running: row.queueRunning, pending: row.queuePending },
    powerWatts: row.powerWatts,
  };
}

/** The last load of each of these centers that has one, in no order. */
export async function occupanciesOf(
  db: Database | Transaction,
  centerIds: readonly string[],
): Promise<readonly OccupancyObserved[]> {
  const rows = await db
    .select()
    .from(occupancies)
    .where(inArray(occupancies.centerId, [...centerIds]));
  return rows.map(occupancyOf);
}

/** Keeps the load of a center that exists; false when a later one, or the same, is kept already. */
export async function keepOccupancy(tx: Transaction, seen: OccupancyObserved): Promise<boolean> {
  const { nodes, cores, queue } = seen;
  const values = {
    observedAt: seen.observedAt,
    nodesTotal: nodes.total,
    nodesAllocated: nodes.allocated,
    nodesIdle: nodes.idle,
    nodesDown: nodes.down,
    coresTotal: cores.total,
    coresAllocated: cores.allocated,
    coresIdle: cores.idle,
    accelerators: seen.accelerators,
    queueRunning: queue.running,
    queuePending: queue.pending,
    powerWatts: seen.powerWatts,
  };
  const kept = await tx
    .insert(occupancies)
    .values({ centerId: seen.centerId, ...values })
    .onConflictDoUpdate({
      target: occupancies.centerId,
      set: values,
      setWhere: lt(occupancies.observedAt, sql`excluded.observed_at`),
    })
    .returning({ centerId: occupancies.centerId });
  return kept.length > 0;
}

/** Forgets the load of a center, so that its declared sizes are shown until the next. */
export async function forgetOccupancy(tx: Transaction, centerId: string): Promise<void> {
  await tx.delete(occupancies).where(inArray(occupancies.centerId, [centerId]));
}
