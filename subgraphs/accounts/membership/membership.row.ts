import type { ProjectRole } from '../../../lib/viewer.ts';

/** A membership as it is kept. */
export interface MembershipRow {
  readonly id: string;
  readonly projectId: string;
  readonly userId: string;
  readonly role: ProjectRole;
  readonly since: Date;
}
