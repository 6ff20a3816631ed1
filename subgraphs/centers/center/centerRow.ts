import type { CenterAccessState, CenterOwnerKind, CenterSchedulingState, CenterServiceKind } from './center.enum.ts';

/** The states that a center is in. */
export interface CenterStates {
  readonly accessState: CenterAccessState;
  readonly schedulingState: CenterSchedulingState;
}

/** A center as it is kept. */
export interface CenterRow extends CenterStates {
  readonly id: string;
  readonly code: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly simulated: boolean;
  readonly ownerKind: CenterOwnerKind;
  readonly serviceKind: CenterServiceKind;
  readonly location: { readonly latitude: number; readonly longitude: number; readonly city: string } | null;
  readonly pue: number | null;
  readonly listedAt: Date;
}
