import type { HoldState } from './hold.enum.ts';

/** What is set aside for one job. */
export interface HoldRow {
  readonly id: string;
  readonly jobId: string;
  readonly projectId: string;
  readonly accountId: string;
  readonly partitionId: string;
  readonly amount: string;
  readonly currency: string;
  readonly state: HoldState;
  readonly placedAt: Date;
}
