import type { DriverName } from '../drivers/scheduler.ts';

/** A partition as its center last declared it. */
export interface KnownPartition {
  readonly id: string;
  readonly centerId: string;
  readonly name: string;
  readonly state: string;
  readonly isDefault: boolean;
  readonly nodes: number;
  readonly coresPerNode: number;
  readonly memoryMebibytesPerNode: number;
  readonly accelerator: { readonly vendor: string; readonly model: string; readonly perNode: number } | null;
  readonly maxNodes: number;
  readonly maxTimeLimitSeconds: number;
}

/** A center as it last declared itself. */
export interface KnownCenter {
  readonly id: string;
  readonly code: string;
  readonly simulated: boolean;
  readonly driver: DriverName;
  readonly accessState: string;
  readonly schedulingState: string;
  readonly partitions: readonly KnownPartition[];
}
