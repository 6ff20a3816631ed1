/** How a job that ran with a product ended, as far as usage goes. */
export type UsageOutcome = 'SUCCEEDED' | 'CANCELLED' | 'FAILED';

/** A job that ran with a product and has ended. */
export interface ProductJobRow {
  readonly jobId: string;
  readonly productId: string;
  readonly endedAt: Date;
  readonly outcome: UsageOutcome;
  readonly coreHours: string;
}

/** How much a product was used. */
export interface ProductUsageValue {
  readonly jobs: number;
  readonly coreHours: string;
  readonly successPercent: number | null;
}

/** How much which product was used. */
export interface ProductUsageRow extends ProductUsageValue {
  readonly productId: string;
}
