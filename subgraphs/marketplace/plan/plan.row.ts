import type { BillingType, LicenceModel } from './plan.enum.ts';

/** A plan as it is kept. */
export interface PlanRow {
  readonly id: string;
  readonly productId: string;
  readonly name: string;
  readonly licenceModel: LicenceModel;
  readonly price: string;
  readonly currency: string;
}

/** A part of a plan as it is kept, with the currency of the plan. */
export interface PlanComponentRow {
  readonly planId: string;
  readonly name: string;
  readonly billingType: BillingType;
  readonly unit: string;
  readonly price: string;
  readonly currency: string;
}
