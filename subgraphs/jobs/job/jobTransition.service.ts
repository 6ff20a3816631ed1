import type { Change } from '../../kit/log/change.ts';
import type { JobState } from './job.enum.ts';
import { jobStateChangedEvent, jobSubmitted } from './job.events.ts';
import { insertJob, insertStateChange, type NewJob, updateJob } from './job.repository.ts';
import { type ReasonCode, reasonOf } from './jobReason.ts';
import type { JobRow } from './jobRow.ts';
import { isTerminal, mayFollow } from './jobState.ts';

/** Who caused a change of state: this graph, or the scheduler of the center. */
export type ChangeSource = 'weft' | 'scheduler';

/** One step in the life of a job. */
export interface Step {
  readonly state: JobState;
  readonly at: Date;
  readonly reason: ReasonCode | null;
  readonly source: ChangeSource;
  /** What becomes known of the job with this step. */
  readonly facts?: Partial<JobRow>;
  /** Who did it, when a person did. */
  readonly actor?: { readonly userId: string } | null;
}

/** The text of a time line's reason: the scheduler's code, and what a person wrote about it. */
function reasonText(step: Step, job: JobRow): string | null {
  if (step.reason === null) return null;
  const isRequest = reasonOf(step.reason).group === 'USER_REQUEST';
  return isRequest && job.cancelReason !== null ? `${step.reason}: ${job.cancelReason}` : step.reason;
}

async function record(tx: Change, job: JobRow, step: Step): Promise<void> {
  const { id: jobId, changes: ordinal, state, stateAt: at } = job;
  await insertStateChange(tx, { jobId, ordinal, state, at, reason: reasonText(step, job), source: step.source });
}

/** Writes a new job with its first state and its two first events; false when it is there already. */
export async function recordSubmission(tx: Change, job: NewJob): Promise<boolean> {
  if (!(await insertJob(tx, job))) return false;
  await record(tx, job, { state: job.state, at: job.stateAt, reason: null, source: 'weft' });
  await tx.append(jobSubmitted(job), jobStateChangedEvent(job, null, { userId: job.submitterId }));
  return true;
}

/** The job after the step. Throws when it may not follow: that is a mistake of whoever asks for it. */
function after(job: JobRow, step: Step): JobRow {
  const { state, at, reason, facts } = step;
  if (!mayFollow(job.state, state)) throw new Error(`A job may not go from ${job.state} to ${state}`);
  // A scheduler's clock may be behind ours; a time line does not run backwards.
  const stateAt = at < job.stateAt ? job.stateAt : at;
  const ended = isTerminal(state) ? { isActive: false, endedAt: facts?.endedAt ?? stateAt } : {};
  return { ...job, ...facts, ...ended, state, stateAt, reasonCode: reason, changes: job.changes + 1 };
}

/** Takes a locked job through the steps: its row, its time line, and one event for each, all in this transaction. */
export async function takeSteps(tx: Change, job: JobRow, steps: readonly Step[]): Promise<JobRow> {
  let present = job;
  for (const step of steps) {
    const previousState = present.state;
    present = after(present, step);
    await record(tx, present, step);
    await tx.append(jobStateChangedEvent(present, previousState, step.actor ?? null));
  }
  if (steps.length > 0) await updateJob(tx, present);
  return present;
}
