import { inArray, isNull } from 'drizzle-orm';
import type { Database } from '../../../kit/database/database.ts';
import { simulatedJobs } from '../../tables.ts';
import type { SimulatedJob } from './simulatedJob.ts';
import type { SimulatedPlan } from './simulatedPlan.ts';

/** A job as it is handed to the simulation. */
export interface NewSimulatedJob extends SimulatedPlan {
  readonly key: string;
  readonly name: string;
  readonly cores: number;
  readonly queuedAt: Date;
}

/** Takes a job in, unless its key is known. */
export async function insertSimulatedJob(db: Pick<Database, 'insert'>, job: NewSimulatedJob): Promise<void> {
  await db.insert(simulatedJobs).values(job).onConflictDoNothing();
}

/** The jobs with these keys, in no order. */
export function simulatedJobsByKey(db: Database, keys: readonly string[]): Promise<readonly SimulatedJob[]> {
  return db
    .select()
    .from(simulatedJobs)
    .where(inArray(simulatedJobs.key, [...keys]));
}

/** Cancels a job that is not cancelled yet; takes an unknown key in as cancelled, so that it can never be submitted. */
export async function cancelSimulatedJob(db: Database, never: NewSimulatedJob, at: Date): Promise<void> {
  await db
    .insert(simulatedJobs)
    .values({ ...never, cancelledAt: at })
    .onConflictDoUpdate({
      target: simulatedJobs.key,
      set: { cancelledAt: at },
      setWhere: isNull(simulatedJobs.cancelledAt),
    });
}
