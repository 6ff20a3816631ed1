import { and, desc, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { licences } from '../tables.ts';
import type { LicenceRow } from './licence.row.ts';

export function licenceRepository(db: Database) {
  return {
    /** What these organizations may use of the products at that time: for each product the licence that lasts longest. */
    ofProducts: (
      productIds: readonly string[],
      organizationIds: readonly string[],
      at: Date,
    ): Promise<readonly LicenceRow[]> =>
      db
        .selectDistinctOn([licences.productId], {
          id: licences.id,
          productId: licences.productId,
          seatsTotal: licences.seatsTotal,
          seatsFree: sql<number | null>`greatest(${licences.seatsTotal} - ${licences.seatsTaken}, least(${licences.seatsTotal}, 0))`,
          validTo: licences.validTo,
        })
        .from(licences)
        .where(
          and(
            inArray(licences.productId, [...productIds]),
            inArray(licences.organizationId, [...organizationIds]),
            or(isNull(licences.validTo), gt(licences.validTo, at)),
          ),
        )
        // Descending puts null, which is for ever, first.
        .orderBy(licences.productId, desc(licences.validTo), licences.id),
  };
}
export type LicenceRepository = ReturnType<typeof licenceRepository>;
