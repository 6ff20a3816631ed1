import { eq } from 'drizzle-orm';
import type { Transaction } from '../../kit/database/database.ts';
import { earlyEnds } from '../tables.ts';
import type { JobEnded } from './jobEvents.ts';

/** Remembers the end of a job that was not heard of yet. Does nothing when it is remembered. */
export async function keepEarlyEnd(tx: Transaction, { jobId, projectId, at, usage }: JobEnded): Promise<void> {
  await tx.insert(earlyEnds).values({ jobId, projectId, at, usage }).onConflictDoNothing();
}

/** The remembered end of a job, which is then forgotten; null when there is none. */
export async function takeEarlyEnd(tx: Transaction, jobId: string): Promise<JobEnded | null> {
  const [end] = await tx.delete(earlyEnds).where(eq(earlyEnds.jobId, jobId)).returning();
  return end ?? null;
}
