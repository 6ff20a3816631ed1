import type { LocalizedName } from '../../kit/names.ts';

/** An organization as it is kept. */
export interface OrganizationRow extends LocalizedName {
  readonly id: string;
  readonly listedAt: Date;
}
