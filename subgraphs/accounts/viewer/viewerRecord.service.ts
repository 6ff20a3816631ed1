import type { PersonViewer, Viewer } from '../../../lib/viewer.ts';
import type { AccountsLoaders } from '../loaders.ts';
import type { UserRepository } from '../user/user.repository.ts';

/** A person as the gateway needs to know them. */
export type ViewerRecordValue = Omit<PersonViewer, 'kind' | 'expiresAt'>;

/** Finds out who is behind an identity. */
export function viewerRecordService(users: UserRepository) {
  return {
    /** Null when nobody has that identity, and for every viewer that is no service: nobody may look up others by their identity. */
    async byIdentity(
      issuer: string,
      subject: string,
      { viewer, loaders }: { readonly viewer: Viewer; readonly loaders: AccountsLoaders },
    ): Promise<ViewerRecordValue | null> {
      if (viewer.kind !== 'service') return null;
      const user = await users.byIdentity(issuer, subject);
      if (user === null) return null;
      const memberships = await loaders.membershipsByUser.load(user.id);
      return {
        userId: user.id,
        displayName: user.displayName,
        platformRoles: user.platformRoles,
        memberships: memberships.map(({ projectId, role }) => ({ projectId, role })),
        organizationIds: user.homeOrganizationId === null ? [] : [user.homeOrganizationId],
      };
    },
  };
}
export type ViewerRecordService = ReturnType<typeof viewerRecordService>;
