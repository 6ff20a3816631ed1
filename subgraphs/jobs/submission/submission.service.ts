import type { Clock } from '../../../lib/clock.ts';
import { ClientError } from '../../../lib/errors.ts';
import { newId } from '../../../lib/globalId.ts';
import { isMemberOf, type PersonViewer, type Viewer } from '../../../lib/viewer.ts';
import type { Database } from '../../kit/database/database.ts';
import { once } from '../../kit/idempotency.ts';
import { type Change, change } from '../../kit/log/change.ts';
import { Refusal, type UserErrorValue } from '../../kit/refusal.ts';
import type { SubgraphPorts } from '../../kit/subgraph.ts';
import { jobById, type NewJob } from '../job/job.repository.ts';
import type { JobRow } from '../job/jobRow.ts';
import { recordSubmission } from '../job/jobTransition.service.ts';
import { centerById, isProject } from '../known/known.repository.ts';
import { checkPlace, type Place } from './checkPlace.ts';
import { specProblems } from './checkSpec.ts';
import type { SubmissionInput } from './submissionInput.ts';

/** The version of the policy that placed a job where its submitter said. */
export const explicitPlacement = 'explicit-1';

/** How long a submission waits for news of a project or a center that it does not know. */
const newsWithinMs = 500;

export interface SubmissionPorts extends Pick<SubgraphPorts, 'db' | 'clock' | 'settings' | 'consumer'> {
  /** Called after a job was written: it is to be handed to its scheduler. */
  readonly onSubmitted: () => void;
}

/** Submitting jobs. */
export interface SubmissionService {
  /** Writes the job, which is then submitted once. All problems at once as a refusal. Throws ClientError UNAUTHENTICATED, FORBIDDEN. */
  submit(viewer: Viewer, input: SubmissionInput): Promise<JobRow | Refusal>;
}

function submitterOf(viewer: Viewer): PersonViewer {
  if (viewer.kind === 'person') return viewer;
  if (viewer.kind === 'anonymous') throw new ClientError('UNAUTHENTICATED', 'Sign in to submit a job.');
  throw new ClientError('FORBIDDEN', 'Jobs are submitted by people: a part of the platform has no project.');
}

/** A place or project may have been declared a moment ago: waits briefly for the news when the submission names an unknown one. */
async function waitForNews({ db, consumer }: SubmissionPorts, { projectId, centerId }: SubmissionInput): Promise<void> {
  if (!(await isProject(db, projectId))) await consumer('knownProjects').caughtUp(newsWithinMs);
  if (centerId != null && (await centerById(db, centerId)) === null)
    await consumer('knownCenters').caughtUp(newsWithinMs);
}

async function projectProblems(tx: Change, viewer: Viewer, projectId: string): Promise<readonly UserErrorValue[]> {
  if (isMemberOf(viewer, projectId) && (await isProject(tx, projectId))) return [];
  const message = 'There is no project with this id, or you are not a member of it.';
  return [{ code: 'PROJECT_NOT_FOUND', message, path: ['input', 'projectId'] }];
}

function newJob(
  id: string,
  submitterId: string,
  input: SubmissionInput,
  { center, partition }: Place,
  now: Date,
): NewJob {
  const { name, script, environment, resources, software } = input.spec;
  return {
    id,
    name,
    projectId: input.projectId,
    submitterId,
    centerId: center.id,
    partitionId: partition.id,
    driver: center.driver,
    simulated: center.simulated,
    placementPolicy: explicitPlacement,
    script,
    environment: (environment ?? []).map((variable) => ({ name: variable.name, value: variable.value })),
    cores: resources.cores,
    nodes: resources.nodes,
    accelerators: resources.accelerators,
    memoryMebibytes: resources.memoryMebibytes ?? null,
    timeLimitSeconds: resources.timeLimitSeconds,
    softwareProductId: software?.productId ?? null,
    softwareVersion: software?.version ?? null,
    submittedAt: now,
    ...notYetSubmitted(now),
  };
}

/** What holds for every job that its scheduler has not been told of. */
export function notYetSubmitted(at: Date) {
  return {
    state: 'SUBMITTING',
    stateAt: at,
    changes: 1,
    isActive: true,
    reasonCode: null,
    startedAt: null,
    endedAt: null,
    cancelledBy: null,
    cancelReason: null,
    nativeId: null,
    nativeBase: 'SUBMITTING',
    nativeFlags: [],
    nativeRaw: 'SUBMITTING',
    nativeReason: null,
    exitCode: null,
    exitSignal: null,
    cpuSeconds: null,
    maxMemoryMebibytes: null,
    energyKilowattHours: null,
  } as const satisfies Partial<JobRow>;
}

/** Checks everything and writes the job, in the transaction; nothing is written when anything is wrong. */
async function tryToSubmit(
  tx: Change,
  id: string,
  viewer: PersonViewer,
  input: SubmissionInput,
  { clock, settings }: { readonly clock: Clock; readonly settings: SubmissionPorts['settings'] },
): Promise<{ readonly jobId: string } | Refusal> {
  const { loopbackOnly } = settings;
  const center = input.centerId == null ? null : await centerById(tx, input.centerId);
  const checked = checkPlace(input, { center, loopbackOnly });
  const [first, ...others] = [
    ...(await projectProblems(tx, viewer, input.projectId)),
    ...checked.problems,
    ...specProblems(input.spec),
  ];
  if (first !== undefined) return new Refusal([first, ...others]);
  if (checked.place === null) throw new Error('A submission without a place has a problem');
  await recordSubmission(tx, newJob(id, viewer.userId, input, checked.place, clock.now()));
  return { jobId: id };
}

async function written(db: Database, id: string): Promise<JobRow> {
  const job = await jobById(db, id);
  if (job === null) throw new Error('A submitted job is not there');
  return job;
}

export function submissionService(ports: SubmissionPorts): SubmissionService {
  const { db, clock, onSubmitted } = ports;
  return {
    async submit(viewer, { idempotencyKey, ...input }) {
      const submitter = submitterOf(viewer);
      await waitForNews(ports, input);
      const id = newId('job', clock.now().getTime());
      const call = { viewer, operation: 'submitJob', key: idempotencyKey, payload: input };
      const result = await change(db, [id], (tx) => once(tx, call, () => tryToSubmit(tx, id, submitter, input, ports)));
      if (result.outcome === 'refused') return result.refusal;
      if (result.outcome === 'ran') onSubmitted();
      return await written(db, result.response.jobId);
    },
  };
}
