import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { licences } from '../tables.ts';
import type { LicenceRow } from './licence.row.ts';

/** The licences of a person for these products that are valid at a moment; of several for one product, the one that lasts longest comes last. */
export function licencesOf(
  db: Database,
  holder: { readonly userId: string; readonly at: Date },
  productIds: readonly string[],
): Promise<readonly LicenceRow[]> {
  return db
    .select()
    .from(licences)
    .where(
      and(
        eq(licences.userId, holder.userId),
        inArray(licences.productId, [...productIds]),
        or(isNull(licences.validTo), gt(licences.validTo, holder.at)),
      ),
    )
    .orderBy(sql`${licences.validTo} asc nulls last`, asc(licences.id));
}
