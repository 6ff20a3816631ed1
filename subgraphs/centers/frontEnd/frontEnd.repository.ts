import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { frontEnds } from '../tables.ts';

/** A front-end machine as it is kept. */
export type FrontEndRow = Readonly<typeof frontEnds.$inferSelect>;

/** The front-end machines of these centers, by name. */
export function frontEndsOf(db: Database, centerIds: readonly string[]): Promise<readonly FrontEndRow[]> {
  return db
    .select()
    .from(frontEnds)
    .where(inArray(frontEnds.centerId, [...centerIds]))
    .orderBy(asc(frontEnds.name), asc(frontEnds.id));
}
