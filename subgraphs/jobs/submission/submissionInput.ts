import type { JobResourcesValue } from '../job/jobRow.ts';

/** A submission as the client sent it. */
export interface SubmissionInput {
  readonly projectId: string;
  readonly centerId?: string | null | undefined;
  readonly partitionId?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
  readonly spec: {
    readonly name: string;
    readonly script: string;
    readonly resources: Omit<JobResourcesValue, 'memoryMebibytes'> & {
      readonly memoryMebibytes?: number | null | undefined;
    };
    readonly environment?: readonly { readonly name: string; readonly value: string }[] | null | undefined;
    readonly software?: { readonly productId: string; readonly version: string } | null | undefined;
  };
}
