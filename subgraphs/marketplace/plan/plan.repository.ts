import { asc, eq, getTableColumns, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { planComponents, plans } from '../tables.ts';
import type { PlanComponentRow, PlanRow } from './plan.row.ts';

/** The plans of these products, in the order that the stores gave them. */
export function plansOf(db: Database, productIds: readonly string[]): Promise<readonly PlanRow[]> {
  return db
    .select()
    .from(plans)
    .where(inArray(plans.productId, [...productIds]))
    .orderBy(asc(plans.place), asc(plans.id));
}

/** The parts of these plans, in the order that the stores gave them. */
export function componentsOf(db: Database, planIds: readonly string[]): Promise<readonly PlanComponentRow[]> {
  return db
    .select({ ...getTableColumns(planComponents), currency: plans.currency })
    .from(planComponents)
    .innerJoin(plans, eq(plans.id, planComponents.planId))
    .where(inArray(planComponents.planId, [...planIds]))
    .orderBy(asc(planComponents.place), asc(planComponents.id));
}
