import type {
  CenterAccessState,
  CenterOwnerKind,
  CenterSchedulingState,
  CenterServiceKind,
} from '../center/center.enum.ts';
import type { PartitionRow } from '../partition/partitionRow.ts';

/** A partition as a center declares it. */
export type DeclaredPartition = Omit<PartitionRow, 'centerId'>;

/** Everything that a center says of itself: what it is, and what it has. */
export interface CenterDeclaration {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly simulated: boolean;
  /** Which scheduler driver serves it. */
  readonly driver: 'local' | 'simulated';
  readonly ownerKind: CenterOwnerKind;
  readonly serviceKind: CenterServiceKind;
  readonly accessState: CenterAccessState;
  readonly schedulingState: CenterSchedulingState;
  readonly city: string | null;
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly pue: number | null;
  readonly clusters: readonly { readonly id: string; readonly name: string; readonly scheduler: string }[];
  readonly partitions: readonly DeclaredPartition[];
  readonly frontEnds: readonly { readonly id: string; readonly name: string }[];
}
