import type { PriceUnit } from './price.enum.ts';

/** A price of a partition. Never edited: another price is another rule. */
export interface PriceRuleRow {
  readonly id: string;
  readonly partitionId: string;
  readonly unit: PriceUnit;
  readonly amount: string;
  readonly currency: string;
  readonly validFrom: Date;
  readonly validTo: Date | null;
  readonly simulated: boolean;
}
