import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { identities, users } from '../tables.ts';
import type { UserRow } from './user.row.ts';

/** People and the identities they sign in with. */
export function userRepository(db: Database) {
  return {
    byIds: (ids: readonly string[]): Promise<readonly UserRow[]> =>
      db
        .select()
        .from(users)
        .where(inArray(users.id, [...ids])),

    /** Who an identity provider knows under that name; null when nobody here does. */
    async byIdentity(issuer: string, subject: string): Promise<UserRow | null> {
      const [found] = await db
        .select({ user: users })
        .from(identities)
        .innerJoin(users, eq(users.id, identities.userId))
        .where(and(eq(identities.issuer, issuer), eq(identities.subject, subject)));
      return found?.user ?? null;
    },
  };
}
export type UserRepository = ReturnType<typeof userRepository>;
