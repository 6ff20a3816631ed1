import { inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { knownJobs } from '../tables.ts';

/** Which project a job belongs to. */
export interface KnownJobRow {
  readonly jobId: string;
  readonly projectId: string;
}

/** Keeps which project a job belongs to. Does nothing for one that is known. */
export async function rememberJob(tx: Transaction, job: KnownJobRow): Promise<void> {
  await tx.insert(knownJobs).values(job).onConflictDoNothing();
}

/** The jobs with these ids that are known, in no order. */
export function knownJobsById(db: Database, jobIds: readonly string[]): Promise<readonly KnownJobRow[]> {
  return db
    .select()
    .from(knownJobs)
    .where(inArray(knownJobs.jobId, [...jobIds]));
}
