import { eq, inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { holds } from '../tables.ts';
import type { HoldState } from './hold.enum.ts';
import type { HoldRow } from './holdRow.ts';

const typed = (rows: readonly (typeof holds.$inferSelect)[]): readonly HoldRow[] =>
  rows.map((row) => ({ ...row, state: row.state as HoldState }));

/** The holds of these jobs, in no order. */
export async function holdsByJob(db: Database | Transaction, jobIds: readonly string[]): Promise<readonly HoldRow[]> {
  return typed(
    await db
      .select()
      .from(holds)
      .where(inArray(holds.jobId, [...jobIds])),
  );
}

/** Writes a hold; false when the job has one already. */
export async function insertHold(tx: Transaction, hold: HoldRow): Promise<boolean> {
  const made = await tx.insert(holds).values(hold).onConflictDoNothing().returning({ id: holds.id });
  return made.length > 0;
}

/** Says what became of a hold. */
export async function setHoldState(tx: Transaction, id: string, state: HoldState): Promise<void> {
  await tx.update(holds).set({ state }).where(eq(holds.id, id));
}
