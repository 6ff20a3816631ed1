import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { memberships } from '../tables.ts';
import type { MembershipRow } from './membership.row.ts';

/** Who works in which project; lists are oldest first. */
export function membershipRepository(db: Database) {
  const where = (column: typeof memberships.id | typeof memberships.userId | typeof memberships.projectId) => {
    return (values: readonly string[]): Promise<readonly MembershipRow[]> =>
      db
        .select()
        .from(memberships)
        .where(inArray(column, [...values]))
        .orderBy(asc(memberships.since), asc(memberships.id));
  };
  return {
    byIds: where(memberships.id),
    ofUsers: where(memberships.userId),
    ofProjects: where(memberships.projectId),
  };
}
export type MembershipRepository = ReturnType<typeof membershipRepository>;
