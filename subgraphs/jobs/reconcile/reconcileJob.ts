import type { Clock } from '../../../lib/clock.ts';
import type { Database } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import { type Scheduler, type Sighting, SubmissionRefused } from '../drivers/scheduler.ts';
import { lockJob, schedulerJob } from '../job/job.repository.ts';
import type { JobRow } from '../job/jobRow.ts';
import { isTerminal } from '../job/jobState.ts';
import { type Step, takeSteps } from '../job/jobTransition.service.ts';
import { stepsTo } from './steps.ts';

export interface ReconcilePorts {
  readonly db: Database;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
}

/** How long a job that its scheduler does not know any more is looked for. */
const lostAfterMs = 60_000;

/** Takes the job, as it is now, through the steps that follow from it; gives it as it is then. */
function take(db: Database, id: string, stepsFrom: (job: JobRow) => readonly Step[]): Promise<JobRow | null> {
  return change(db, [id], async (tx) => {
    const job = await lockJob(tx, id);
    return job === null || isTerminal(job.state) ? job : takeSteps(tx, job, stepsFrom(job));
  });
}

async function lookAgain({ scheduler }: ReconcilePorts, id: string): Promise<Sighting | null> {
  return (await scheduler.look([id]))[0] ?? null;
}

/** Hands a job to its scheduler, which does not know it. Without an answer it stays as it is, and is looked up before the next try. */
async function submit(ports: ReconcilePorts, job: JobRow): Promise<JobRow | null> {
  const { db, scheduler, clock } = ports;
  const wanted = await schedulerJob(db, job.id);
  if (wanted === null) return null;
  try {
    await scheduler.submit(wanted);
  } catch (error) {
    if (!(error instanceof SubmissionRefused)) throw error;
    const refused = { nativeReason: error.message };
    return take(db, job.id, ({ state }) =>
      state === 'SUBMITTING'
        ? [{ state: 'FAILED', at: clock.now(), reason: 'SubmissionRefused', source: 'scheduler', facts: refused }]
        : [],
    );
  }
  const sighting = await lookAgain(ports, job.id);
  return sighting === null ? job : take(db, job.id, (present) => stepsTo(present, sighting));
}

/** A job that was with its scheduler and is not there any more. It may come back; after a while it is given up. */
function missing({ db, clock }: ReconcilePorts, job: JobRow): Promise<JobRow | null> {
  const now = clock.now();
  return take(db, job.id, ({ state, stateAt }) => {
    if (state !== 'UNKNOWN') return [{ state: 'UNKNOWN', at: now, reason: 'SchedulerUnreachable', source: 'weft' }];
    const isGivenUp = now.getTime() - stateAt.getTime() >= lostAfterMs;
    return isGivenUp ? [{ state: 'NODE_FAILED', at: now, reason: 'JobLost', source: 'weft' }] : [];
  });
}

/** The scheduler cannot be asked: what it had is in an unknown state, what it was to get waits. */
export function markUnknown({ db, clock }: ReconcilePorts, job: JobRow): Promise<JobRow | null> {
  return take(db, job.id, ({ state }) =>
    state === 'SUBMITTING' || state === 'COMPLETING' || state === 'UNKNOWN'
      ? []
      : [{ state: 'UNKNOWN', at: clock.now(), reason: 'SchedulerUnreachable', source: 'weft' }],
  );
}

/**
 * Brings a job that has not ended and what its scheduler sees (null: nothing) together. Gives the job afterwards. May be repeated
 * at any time, by any process: what is done already has no effect.
 */
export async function reconcileJob(ports: ReconcilePorts, job: JobRow, seen: Sighting | null): Promise<JobRow | null> {
  const { db, scheduler } = ports;
  if (seen === null && job.state === 'SUBMITTING') return submit(ports, job);
  let sighting = seen;
  if (job.state === 'COMPLETING' && (sighting === null || sighting.end === null)) {
    await scheduler.cancel(job.id);
    sighting = await lookAgain(ports, job.id);
  }
  if (sighting === null) return missing(ports, job);
  const found = sighting;
  return stepsTo(job, found).length === 0 ? job : take(db, job.id, (present) => stepsTo(present, found));
}
