import { z } from 'zod';
import { newId } from '../../../lib/globalId.ts';
import type { ConsumerDefinition } from '../../kit/log/consumer.ts';
import type { LoggedEvent } from '../../kit/log/event.ts';
import { recordAuditEvent } from './auditEvent.repository.ts';
import type { AuditEventRow } from './auditEvent.row.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

const jobSubmitted = z.object({
  jobId: z.string(),
  projectId: z.string(),
  submitterId: z.string(),
  submittedAt: moment,
});

const jobStateChanged = z.object({
  jobId: z.string(),
  projectId: z.string(),
  previousState: z.string().nullish(),
  state: z.string(),
  reason: z.object({ group: z.string() }).nullish(),
  at: moment,
  terminal: z.boolean(),
  actor: z.object({ userId: z.string() }).nullish(),
});

type Fact = Omit<AuditEventRow, 'id'>;

function submission(event: LoggedEvent): Fact {
  const { jobId, projectId, submitterId, submittedAt } = jobSubmitted.parse(event.payload);
  return { jobId, projectId, action: 'JOB_SUBMITTED', actorId: submitterId, at: submittedAt };
}

/** Ends of jobs, and what people did to them on the way; what schedulers did on the way is the job's own time line. */
function stateChange(event: LoggedEvent): Fact | null {
  const { jobId, projectId, previousState, state, reason, at, terminal, actor } = jobStateChanged.parse(event.payload);
  const actorId = actor?.userId ?? null;
  // The first state comes with the submission, which has its own event.
  const isAct = actorId !== null && typeof previousState === 'string';
  if (!terminal && !isAct) return null;
  const isRequest = !terminal && reason?.group === 'USER_REQUEST';
  return { jobId, projectId, action: isRequest ? 'JOB_CANCELLATION_REQUESTED' : `JOB_${state}`, actorId, at };
}

function factOf(event: LoggedEvent): Fact | null {
  switch (event.type) {
    case 'JobSubmitted':
      return submission(event);
    case 'JobStateChanged':
      return stateChange(event);
    default:
      return null;
  }
}

/** Keeps what was done to jobs. */
export const auditJobs: ConsumerDefinition = {
  name: 'auditJobs',
  source: 'jobs',
  topics: ['job'],
  keysOf: () => [],
  async handle(event, tx) {
    const fact = factOf(event);
    if (fact !== null) await recordAuditEvent(tx, { id: newId('auditEvent', fact.at.getTime()), ...fact });
  },
};
