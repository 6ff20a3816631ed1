import { and, asc, gt, inArray, isNull, lte, or } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { priceRules } from '../tables.ts';
import type { PriceUnit } from './price.enum.ts';
import type { PriceRuleRow } from './priceRuleRow.ts';

const typed = (rows: readonly (typeof priceRules.$inferSelect)[]): readonly PriceRuleRow[] =>
  rows.map((row) => ({ ...row, unit: row.unit as PriceUnit }));

/** The rules with these ids, in no order. */
export async function rulesById(db: Database, ids: readonly string[]): Promise<readonly PriceRuleRow[]> {
  return typed(
    await db
      .select()
      .from(priceRules)
      .where(inArray(priceRules.id, [...ids])),
  );
}

/** The rules of partitions that are valid at a moment, in the order of their units. */
export async function rulesAt(
  db: Database | Transaction,
  partitionIds: readonly string[],
  at: Date,
): Promise<readonly PriceRuleRow[]> {
  const { partitionId, validFrom, validTo, unit } = priceRules;
  const isValid = and(lte(validFrom, at), or(isNull(validTo), gt(validTo, at)));
  return typed(
    await db
      .select()
      .from(priceRules)
      .where(and(inArray(partitionId, [...partitionIds]), isValid))
      .orderBy(asc(unit)),
  );
}

/** Writes rules; those that are there already stay as they are. */
export async function insertRules(tx: Transaction, rules: readonly PriceRuleRow[]): Promise<void> {
  if (rules.length > 0)
    await tx
      .insert(priceRules)
      .values([...rules])
      .onConflictDoNothing();
}
