import { and, desc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { jobWaits } from '../tables.ts';

/** How many started jobs of a center count as recent. */
export const recentJobs = 100;

/** The middle wait of the recently started jobs of a center. */
export interface MedianWait {
  readonly centerId: string;
  readonly seconds: number;
}

/** Remembers since when a job waits. Does nothing for one that is known. */
export async function beginWait(
  tx: Transaction,
  wait: { readonly jobId: string; readonly centerId: string; readonly submittedAt: Date },
): Promise<void> {
  await tx.insert(jobWaits).values(wait).onConflictDoNothing();
}

/** Ends the wait of a job; false when it does not wait. */
export async function endWait(tx: Transaction, jobId: string, startedAt: Date): Promise<boolean> {
  const at = sql`${startedAt.toISOString()}::timestamptz`;
  const ended = await tx
    .update(jobWaits)
    .set({
      startedAt,
      // Clocks of different machines may differ: nobody waits for less than nothing.
      waitSeconds: sql`greatest(0, round(extract(epoch from ${at} - ${jobWaits.submittedAt})))::int`,
    })
    .where(and(eq(jobWaits.jobId, jobId), isNull(jobWaits.startedAt)))
    .returning({ jobId: jobWaits.jobId });
  return ended.length > 0;
}

/** Forgets a job that never started. */
export async function abandonWait(tx: Transaction, jobId: string): Promise<void> {
  await tx.delete(jobWaits).where(and(eq(jobWaits.jobId, jobId), isNull(jobWaits.startedAt)));
}

/** Forgets the started jobs of a center that are not recent any more. */
export async function keepRecentWaits(tx: Transaction, centerId: string): Promise<void> {
  const old = tx
    .select({ jobId: jobWaits.jobId })
    .from(jobWaits)
    .where(and(eq(jobWaits.centerId, centerId), isNotNull(jobWaits.startedAt)))
    .orderBy(desc(jobWaits.startedAt), desc(jobWaits.jobId))
    .offset(recentJobs);
  await tx.delete(jobWaits).where(inArray(jobWaits.jobId, old));
}

/** The middle wait (of an even number, the shorter of the two) for each of these centers where a job has started, in no order. */
export function medianWaits(db: Database | Transaction, centerIds: readonly string[]): Promise<readonly MedianWait[]> {
  const seconds = sql<number>`percentile_disc(0.5) within group (order by ${jobWaits.waitSeconds})`;
  return db
    .select({ centerId: jobWaits.centerId, seconds })
    .from(jobWaits)
    .where(and(inArray(jobWaits.centerId, [...centerIds]), isNotNull(jobWaits.startedAt)))
    .groupBy(jobWaits.centerId);
}
