import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { newerThan, type PageRequest } from '../../kit/pagination.ts';
import { organizations } from '../tables.ts';
import type { OrganizationRow } from './organization.row.ts';

/** Organizations; the list of all is in the order in which they were listed. */
export function organizationRepository(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly OrganizationRow[]> =>
      db
        .select()
        .from(organizations)
        .where(inArray(organizations.id, [...ids])),

    page: ({ limit, after }: PageRequest): Promise<readonly OrganizationRow[]> =>
      db
        .select()
        .from(organizations)
        .where(newerThan(organizations.listedAt, organizations.id, after))
        .orderBy(asc(organizations.listedAt), asc(organizations.id))
        .limit(limit + 1),

    count: (): Promise<number> => db.$count(organizations),
  };
}
export type OrganizationRepository = ReturnType<typeof organizationRepository>;
