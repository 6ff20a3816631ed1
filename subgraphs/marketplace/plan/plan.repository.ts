import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { planComponents, plans } from '../tables.ts';
import type { PlanComponentRow, PlanRow } from './plan.row.ts';

/** Plans and their components, in the order of the store. */
export function planRepository(db: Database) {
  return {
    ofProducts: (productIds: readonly string[]): Promise<readonly PlanRow[]> =>
      db
        .select({
          id: plans.id,
          productId: plans.productId,
          name: plans.name,
          licenceModel: plans.licenceModel,
          price: { amount: plans.amount, currency: plans.currency },
        })
        .from(plans)
        .where(inArray(plans.productId, [...productIds]))
        .orderBy(asc(plans.place), asc(plans.id)),

    components: (planIds: readonly string[]): Promise<readonly PlanComponentRow[]> =>
      db
        .select({
          planId: planComponents.planId,
          name: planComponents.name,
          billingType: planComponents.billingType,
          unit: planComponents.unit,
          price: { amount: planComponents.amount, currency: planComponents.currency },
        })
        .from(planComponents)
        .where(inArray(planComponents.planId, [...planIds]))
        .orderBy(asc(planComponents.place)),
  };
}
export type PlanRepository = ReturnType<typeof planRepository>;
