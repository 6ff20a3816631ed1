import { z } from 'zod';
import type { NewEvent } from '../../kit/log/event.ts';
import { JobReasonGroup, JobState } from './job.enum.ts';
import { type ReasonCode, reasonCodes, reasonOf } from './jobReason.ts';
import type { JobRow } from './jobRow.ts';
import { isTerminal } from './jobState.ts';
import { usageOf } from './jobUsage.ts';

/** Topic of everything that happens to jobs. Keys are ids of jobs. */
export const jobTopic = 'job';
const stateChanged = 'JobStateChanged';

const moment = z.iso.datetime().transform((text) => new Date(text));
const form = z.object({
  jobId: z.string(),
  projectId: z.string(),
  centerId: z.string(),
  previousState: z.enum(JobState).nullable(),
  state: z.enum(JobState),
  reason: z
    .object({ code: z.enum(reasonCodes as [ReasonCode, ...ReasonCode[]]), group: z.enum(JobReasonGroup) })
    .nullable(),
  at: moment,
  terminal: z.boolean(),
  startedAt: moment.nullable(),
  endedAt: moment.nullable(),
  ordinal: z.int().positive(),
});

/** A `JobStateChanged` as this subgraph's own subscriptions read it. */
export type JobStateChanged = Readonly<z.infer<typeof form>>;

/** The change of state in an event of the topic; null for one that tells something else. */
export function jobStateChange(event: Pick<NewEvent, 'type' | 'payload'>): JobStateChanged | null {
  return event.type === stateChanged ? form.parse(event.payload) : null;
}

type WhatAndWhere = Pick<JobRow, 'id' | 'projectId' | 'submitterId' | 'centerId' | 'partitionId'>;

function whatAndWhere({ id: jobId, projectId, submitterId, centerId, partitionId }: WhatAndWhere) {
  return { jobId, projectId, submitterId, centerId, partitionId };
}

function softwareOf({ softwareProductId: productId, softwareVersion: version }: JobRow) {
  return productId === null || version === null ? null : { productId, version };
}

function eventOf(type: string, jobId: string, payload: object): NewEvent {
  return { topic: jobTopic, key: jobId, type, payload };
}

/** The event that a job was submitted. */
export function jobSubmitted(job: JobRow): NewEvent {
  const { name, simulated, cores, nodes, accelerators, memoryMebibytes, timeLimitSeconds } = job;
  return eventOf('JobSubmitted', job.id, {
    ...whatAndWhere(job),
    name,
    simulated,
    resources: { cores, nodes, accelerators, memoryMebibytes, timeLimitSeconds },
    software: softwareOf(job),
    submittedAt: job.submittedAt.toISOString(),
  });
}

/** The event that a job came into the state that it has now. Usage comes with the terminal one, so that a charge needs no other. */
export function jobStateChangedEvent(
  job: JobRow,
  previousState: JobState | null,
  actor: { readonly userId: string } | null,
): NewEvent {
  const terminal = isTerminal(job.state);
  const usage = terminal ? usageOf(job, job.stateAt) : null;
  return eventOf(stateChanged, job.id, {
    ...whatAndWhere(job),
    previousState,
    state: job.state,
    reason: job.reasonCode === null ? null : reasonOf(job.reasonCode),
    at: job.stateAt.toISOString(),
    terminal,
    startedAt: job.startedAt?.toISOString() ?? null,
    endedAt: job.endedAt?.toISOString() ?? null,
    software: softwareOf(job),
    usage:
      usage === null
        ? null
        : {
            coreHours: usage.coreHours,
            acceleratorHours: usage.acceleratorHours,
            nodeHours: usage.nodeHours,
            wallSeconds: usage.wallSeconds,
          },
    actor,
    ordinal: job.changes,
  });
}
