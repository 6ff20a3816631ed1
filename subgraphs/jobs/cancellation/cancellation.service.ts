import type { Clock } from '../../../lib/clock.ts';
import { ClientError } from '../../../lib/errors.ts';
import { isMemberOf, type Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { once } from '../../kit/idempotency.ts';
import { type Change, change } from '../../kit/log/change.ts';
import { type Refusal, refuse } from '../../kit/refusal.ts';
import { jobById, lockJob } from '../job/job.repository.ts';
import type { JobRow } from '../job/jobRow.ts';
import { isTerminal } from '../job/jobState.ts';
import { takeSteps } from '../job/jobTransition.service.ts';

/** A request to end a job, as the client sent it. */
export interface CancellationInput {
  readonly id: string;
  readonly reason?: string | null | undefined;
  readonly idempotencyKey?: string | null | undefined;
}

export interface CancellationPorts {
  readonly db: Database;
  readonly clock: Clock;
  /** Called after a request was written: the scheduler is to be told. */
  readonly onCancelled: () => void;
}

/** Ending jobs. */
export interface CancellationService {
  /** Writes the request; the job is COMPLETING until its scheduler has ended it. Throws ClientError UNAUTHENTICATED. */
  cancel(viewer: Viewer, input: CancellationInput): Promise<JobRow | Refusal>;
}

const mostReasonLength = 500;
const idPath = ['input', 'id'] as const;

async function request(
  tx: Change,
  viewer: Viewer,
  { id, reason }: CancellationInput,
  now: Date,
): Promise<{ readonly jobId: string } | Refusal> {
  const job = await lockJob(tx, id);
  if (job === null || !isMemberOf(viewer, job.projectId)) {
    return refuse('JOB_NOT_FOUND', 'There is no job with this id, or you may not see it.', idPath);
  }
  if (isTerminal(job.state)) {
    return refuse('JOB_ALREADY_ENDED', `The job has ended already; its state is ${job.state}.`, idPath);
  }
  // Asked for before, by whomever: it is on its way.
  if (job.state === 'COMPLETING') return { jobId: id };
  const cancelledBy = viewer.kind === 'person' ? viewer.userId : null;
  const facts = { cancelledBy, cancelReason: reason ?? null };
  const actor = cancelledBy === null ? null : { userId: cancelledBy };
  await takeSteps(tx, job, [{ state: 'COMPLETING', at: now, reason: 'CancelledByUser', source: 'weft', facts, actor }]);
  return { jobId: id };
}

export function cancellationService({ db, clock, onCancelled }: CancellationPorts): CancellationService {
  return {
    async cancel(viewer, { idempotencyKey, ...input }) {
      if (viewer.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in to cancel a job.');
      if ((input.reason ?? '').length > mostReasonLength) {
        const says = `A reason has at most ${mostReasonLength} characters.`;
        return refuse('REASON_TOO_LONG', says, ['input', 'reason']);
      }
      const call = { viewer, operation: 'cancelJob', key: idempotencyKey, payload: input };
      const result = await change(db, [input.id], (tx) =>
        once(tx, call, () => request(tx, viewer, input, clock.now())),
      );
      if (result.outcome === 'refused') return result.refusal;
      onCancelled();
      const job = await jobById(db, result.response.jobId);
      if (job === null) throw new Error('A cancelled job is not there');
      return job;
    },
  };
}
