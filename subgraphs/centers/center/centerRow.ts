import type { CenterAccessState, CenterOwnerKind, CenterSchedulingState, CenterServiceKind } from './center.enum.ts';

/** A center as it is kept. */
export interface CenterRow {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly simulated: boolean;
  readonly ownerKind: CenterOwnerKind;
  readonly serviceKind: CenterServiceKind;
  readonly accessState: CenterAccessState;
  readonly schedulingState: CenterSchedulingState;
  readonly location: { readonly latitude: number; readonly longitude: number; readonly city: string } | null;
  readonly pue: number | null;
  readonly listedAt: Date;
}
