import { eq, inArray } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { knownJobs, knownProjects } from '../tables.ts';

/** A job as far as transfers need to know it. */
export interface KnownJobRow {
  readonly id: string;
  readonly projectId: string;
  readonly centerId: string;
  readonly ended: boolean;
}

export async function keepProject(tx: Transaction, id: string): Promise<void> {
  await tx.insert(knownProjects).values({ id }).onConflictDoNothing();
}

export async function keepJob(tx: Transaction, job: Omit<KnownJobRow, 'ended'>): Promise<void> {
  await tx
    .insert(knownJobs)
    .values({ ...job, ended: false })
    .onConflictDoNothing();
}

export async function keepJobEnd(tx: Transaction, id: string): Promise<void> {
  await tx.update(knownJobs).set({ ended: true }).where(eq(knownJobs.id, id));
}

export function knownRepository(db: Database) {
  return {
    async hasProject(id: string): Promise<boolean> {
      const found = await db.select().from(knownProjects).where(eq(knownProjects.id, id));
      return found.length > 0;
    },

    jobsByIds: (ids: readonly string[]): Promise<readonly KnownJobRow[]> =>
      db
        .select()
        .from(knownJobs)
        .where(inArray(knownJobs.id, [...ids])),
  };
}
export type KnownRepository = ReturnType<typeof knownRepository>;
