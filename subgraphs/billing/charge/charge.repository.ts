import { asc, inArray, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { PriceUnit } from '../price/price.enum.ts';
import { charges } from '../tables.ts';
import type { ChargeRow } from './chargeRow.ts';

/** The charges of these jobs, the oldest first. */
export async function chargesByJob(db: Database, jobIds: readonly string[]): Promise<readonly ChargeRow[]> {
  const rows = await db
    .select()
    .from(charges)
    .where(inArray(charges.jobId, [...jobIds]))
    .orderBy(asc(charges.at), asc(charges.id));
  return rows.map((row) => ({ ...row, unit: row.unit as PriceUnit }));
}

export async function insertCharges(tx: Transaction, rows: readonly ChargeRow[]): Promise<void> {
  if (rows.length > 0) await tx.insert(charges).values([...rows]);
}

/** A price and how much of it was, or may be, used. */
export interface Quantity {
  readonly amount: string;
  readonly quantity: string;
}

/**
 * What each quantity costs, rounded half up to eight decimals, but all together never more than `limit`: a job cannot cost more than
 * was set aside for it. PostgreSQL does the arithmetic, which is exact.
 */
export async function costs(
  tx: Transaction,
  quantities: readonly Quantity[],
  limit: string | null,
): Promise<{ readonly each: readonly string[]; readonly total: string; readonly rest: string }> {
  const list = JSON.stringify(quantities.map(({ amount, quantity }) => ({ amount, quantity })));
  const rows = await tx.execute<{ readonly each: string; readonly total: string; readonly rest: string }>(sql`
    with priced as (
      select place, round((item->>'amount')::numeric * (item->>'quantity')::numeric, 8) as cost
      from json_array_elements(${list}::json) with ordinality as items (item, place)
    ), summed as (
      select place, cost, coalesce(sum(cost) over (order by place rows between unbounded preceding and 1 preceding), 0) as before
      from priced
    ), limited as (
      select place, case when ${limit}::numeric is null then cost else greatest(least(cost, ${limit}::numeric - before), 0) end as cost
      from summed
    )
    select cost::text as each, (sum(cost) over ())::text as total,
      (coalesce(${limit}::numeric, sum(cost) over ()) - sum(cost) over ())::text as rest
    from limited order by place`);
  return { each: rows.map(({ each }) => each), total: rows[0]?.total ?? '0', rest: rows[0]?.rest ?? limit ?? '0' };
}
