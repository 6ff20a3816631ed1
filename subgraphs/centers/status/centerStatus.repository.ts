import { asc, eq, sql } from 'drizzle-orm';
import type { Transaction } from '../../kit/database/database.ts';
import { centers, occupancies } from '../tables.ts';

/** Every center in the order of listing, with the time of the last load that was told of, or else of its listing. */
export function presentStatuses(
  tx: Transaction,
): Promise<readonly { readonly centerId: string; readonly since: Date }[]> {
  const since = sql<Date>`coalesce(${occupancies.observedAt}, ${centers.listedAt})`;
  return tx
    .select({ centerId: centers.id, since })
    .from(centers)
    .leftJoin(occupancies, eq(occupancies.centerId, centers.id))
    .orderBy(asc(centers.listedAt), asc(centers.id));
}
