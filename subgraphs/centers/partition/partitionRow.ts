import type { PartitionState } from '../center/center.enum.ts';

/** A partition as it is kept. */
export interface PartitionRow {
  readonly id: string;
  readonly clusterId: string;
  readonly centerId: string;
  readonly name: string;
  readonly state: PartitionState;
  readonly isDefault: boolean;
  readonly nodes: number;
  readonly coresPerNode: number;
  readonly memoryMebibytesPerNode: number;
  readonly accelerator: { readonly vendor: string; readonly model: string; readonly perNode: number } | null;
  readonly maxNodes: number;
  readonly maxTimeLimitSeconds: number;
}

/** A cluster as it is kept. */
export interface ClusterRow {
  readonly id: string;
  readonly centerId: string;
  readonly name: string;
  readonly scheduler: string;
}
