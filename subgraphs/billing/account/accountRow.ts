import type { BillingAccountState } from './billingAccount.enum.ts';

/** An account as it is kept. Amounts are exact decimals with eight places. */
export interface AccountRow {
  readonly id: string;
  readonly projectId: string;
  readonly currency: string;
  readonly state: BillingAccountState;
  readonly available: string;
  readonly held: string;
  readonly balance: string;
  readonly budgetLimit: string | null;
  /** Share of the budget that was charged; null without a budget. */
  readonly budgetUsedPercent: number | null;
}
