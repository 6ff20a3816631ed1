import type { BillingType, LicenceModel } from './plan.enum.ts';

/** An exact amount of money. */
export interface MoneyValue {
  readonly amount: string;
  readonly currency: string;
}

/** A plan as it is shown. */
export interface PlanRow {
  readonly id: string;
  readonly productId: string;
  readonly name: string;
  readonly licenceModel: LicenceModel;
  readonly price: MoneyValue;
}

/** A part of a plan as it is shown. */
export interface PlanComponentRow {
  readonly planId: string;
  readonly name: string;
  readonly billingType: BillingType;
  readonly unit: string;
  readonly price: MoneyValue;
}
