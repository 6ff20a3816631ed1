import { expect, it } from 'vitest';
import { systemClock } from '../../../lib/clock.ts';
import { silentLog } from '../../../lib/log.ts';
import { testDatabase } from '../../../test/kit/database.ts';
import { change } from '../../kit/log/change.ts';
import type { Scheduler, SchedulerJob, Sighting } from '../drivers/scheduler.ts';
import { SubmissionRefused } from '../drivers/scheduler.ts';
import { jobById, type NewJob, stateChangesOf } from '../job/job.repository.ts';
import { recordSubmission } from '../job/jobTransition.service.ts';
import { explicitPlacement, notYetSubmitted } from '../submission/submission.service.ts';
import { startReconciler } from './reconciler.ts';

const noon = new Date('2030-01-01T12:00:00Z');
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);
const migrations = new URL('../migrations/', import.meta.url);

const newJob: NewJob = {
  id: 'job_1',
  name: 'a job',
  projectId: 'project_one',
  submitterId: 'user_ada',
  centerId: 'center_far',
  partitionId: 'partition_far-main',
  driver: 'simulated',
  simulated: true,
  placementPolicy: explicitPlacement,
  script: 'true\n',
  environment: [],
  cores: 1,
  nodes: 1,
  accelerators: 0,
  memoryMebibytes: null,
  timeLimitSeconds: 60,
  softwareProductId: null,
  softwareVersion: null,
  submittedAt: noon,
  ...notYetSubmitted(noon),
};

const queued: Sighting = {
  key: 'job_1',
  queuedAt: after(1),
  startedAt: null,
  endedAt: null,
  end: null,
  waitReason: 'Priority',
  native: { id: '1', base: 'PENDING', flags: [], raw: 'PENDING', reason: null },
};
const running: Sighting = { ...queued, startedAt: after(2), waitReason: null };
const succeeded: Sighting = {
  ...running,
  endedAt: after(3),
  end: {
    state: 'SUCCEEDED',
    reason: null,
    exit: { code: 0, signal: null },
    cpuSeconds: 1,
    maxMemoryMebibytes: 1,
    energyKilowattHours: null,
  },
};

/** A scheduler whose answers the test decides, and that counts what it is asked to do. */
function scripted() {
  const asked: string[] = [];
  const script = {
    asked,
    sighting: null as Sighting | null,
    answers: true,
    onSubmit: (_job: SchedulerJob): void => undefined,
  };
  const scheduler: Scheduler = {
    family: 'scripted',
    submit(job) {
      asked.push('submit');
      script.onSubmit(job);
      return Promise.resolve();
    },
    look() {
      if (!script.answers) return Promise.reject(new Error('connection refused'));
      return Promise.resolve(script.sighting === null ? [] : [script.sighting]);
    },
    cancel() {
      asked.push('cancel');
      return Promise.resolve();
    },
    output: () => {
      throw new Error('not asked for here');
    },
    untilChange: () => Promise.resolve(null),
    onChange: () => () => undefined,
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
  return { script, scheduler };
}

async function bench() {
  const database = await testDatabase([{ name: 'jobs', migrations }]);
  const { db } = database.open('jobs');
  await change(db, ['job_1'], (tx) => recordSubmission(tx, newJob));
  const { script, scheduler } = scripted();
  const clock = { now: noon };
  const occupancy = { tell: () => Promise.resolve() };
  return {
    script,
    clock,
    /** One round of the loop, as after a restart. */
    async round(times = 1) {
      for (let time = 0; time < times; time += 1) {
        const options = { db, driver: 'simulated', scheduler, occupancy, log: silentLog } as const;
        const reconciler = await startReconciler({ ...options, clock: { ...systemClock, now: () => clock.now } });
        await reconciler.close();
      }
    },
    job: () => jobById(db, 'job_1'),
    states: async () => (await stateChangesOf(db, ['job_1'])).map(({ state }) => state),
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

it('looks a job up before it submits it, and adopts one that is there already', async () => {
  await using one = await bench();
  one.script.sighting = running;
  await one.round();
  expect(one.script.asked).toEqual([]);
  expect(await one.states()).toEqual(['SUBMITTING', 'QUEUED', 'RUNNING']);
});

it('submits again only after it has looked again, when a submission had no answer', async () => {
  await using one = await bench();
  one.script.onSubmit = () => {
    // It arrives, but the answer does not.
    one.script.sighting = queued;
    throw new Error('timed out');
  };
  await one.round(3);
  expect(one.script.asked).toEqual(['submit']);
  expect(await one.states()).toEqual(['SUBMITTING', 'QUEUED']);
});

it('keeps a job that was not handed over waiting while the scheduler is away', async () => {
  await using one = await bench();
  one.script.answers = false;
  await one.round(3);
  expect([one.script.asked, await one.states()]).toEqual([[], ['SUBMITTING']]);
});

it('leaves out no state that it has not seen', async () => {
  await using one = await bench();
  one.script.onSubmit = () => {
    one.script.sighting = succeeded;
  };
  await one.round();
  expect(await one.states()).toEqual(['SUBMITTING', 'QUEUED', 'RUNNING', 'SUCCEEDED']);
  expect(await one.job()).toMatchObject({
    isActive: false,
    startedAt: after(2),
    endedAt: after(3),
    exitCode: 0,
    nativeId: '1',
  });
});

it('ends a job that the scheduler refuses, and keeps what it said', async () => {
  await using one = await bench();
  one.script.onSubmit = () => {
    throw new SubmissionRefused('no such queue');
  };
  await one.round();
  expect(await one.job()).toMatchObject({
    state: 'FAILED',
    reasonCode: 'SubmissionRefused',
    nativeReason: 'no such queue',
  });
});

it('does not know how a job is that is not there any more, and gives it up after a while', async () => {
  await using one = await bench();
  one.script.sighting = running;
  await one.round();
  one.script.sighting = null;
  one.clock.now = after(100);
  await one.round();
  expect(await one.job()).toMatchObject({ state: 'UNKNOWN', reasonCode: 'SchedulerUnreachable' });
  one.script.sighting = running;
  await one.round();
  expect(await one.job()).toMatchObject({ state: 'RUNNING', reasonCode: null });
  one.script.sighting = null;
  await one.round();
  one.clock.now = after(200);
  await one.round();
  expect(await one.job()).toMatchObject({ state: 'NODE_FAILED', reasonCode: 'JobLost' });
});
