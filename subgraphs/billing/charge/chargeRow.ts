import type { PriceUnit } from '../price/price.enum.ts';

/** What one job owes by one price. */
export interface ChargeRow {
  readonly id: string;
  readonly jobId: string;
  readonly accountId: string;
  readonly priceRuleId: string;
  readonly unit: PriceUnit;
  readonly quantity: string;
  readonly amount: string;
  readonly currency: string;
  readonly at: Date;
}
