import type { PlatformRole } from '../../../lib/viewer.ts';

/** A person as they are kept. What of it may be shown depends on who asks. */
export interface UserRow {
  readonly id: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly homeOrganizationId: string | null;
  readonly platformRoles: readonly PlatformRole[];
}
