import { asc, inArray, lte, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { maintenanceWindows } from '../tables.ts';

/** A maintenance window as it is kept. */
export type MaintenanceRow = Readonly<typeof maintenanceWindows.$inferSelect>;

/** The maintenance windows of these centers, in the order of time. */
export function maintenanceOf(db: Database, centerIds: readonly string[]): Promise<readonly MaintenanceRow[]> {
  return db
    .select()
    .from(maintenanceWindows)
    .where(inArray(maintenanceWindows.centerId, [...centerIds]))
    .orderBy(asc(maintenanceWindows.startsAt), asc(maintenanceWindows.id));
}

/** Announces a window unless one of that id is still to come or under way; then it changes nothing and gives false. */
export async function announceMaintenance(tx: Transaction, window: MaintenanceRow, now: Date): Promise<boolean> {
  const announced = await tx
    .insert(maintenanceWindows)
    .values(window)
    .onConflictDoUpdate({
      target: maintenanceWindows.id,
      set: { startsAt: window.startsAt, endsAt: window.endsAt, reason: window.reason },
      setWhere: lte(maintenanceWindows.endsAt, sql`${now.toISOString()}::timestamptz`),
    })
    .returning({ id: maintenanceWindows.id });
  return announced.length > 0;
}
