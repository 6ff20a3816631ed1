import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymous } from '../../../lib/viewer.ts';
import {
  ada,
  bo,
  type JobEventShape,
  jobEventFields,
  type RunningJobs,
  runningJobs,
} from '../../../test/kit/runningJobs.ts';

let running: RunningJobs;
beforeAll(async () => {
  running = await runningJobs();
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

const statesOf = (events: readonly JobEventShape[]): readonly string[] => events.map(({ job }) => job.state);
const hasEnded = ({ job }: JobEventShape): boolean => job.endedAt !== null;
const watchAll = `subscription ($filter: JobEventFilterInput, $after: Cursor) {
  jobEvents(filter: $filter, after: $after) { ${jobEventFields} } }`;

/** The rest of a life, as a stream that began at any of its states shows it. */
const life = ['SUBMITTING', 'QUEUED', 'RUNNING', 'SUCCEEDED'];

it('shows every change of state once and in order, each as it was then', async () => {
  const id = await running.run('sleep 0.2; exit 0');
  const events = await running.ended(id);
  expect(statesOf(events)).toEqual(life.slice(-events.length));
  for (const [index, { job, previousState }] of events.entries()) {
    expect(previousState).toBe(index === 0 ? null : events[index - 1]?.job.state);
    expect(job.stateTimeline.map(({ state }) => state)).toEqual(life.slice(0, life.indexOf(job.state) + 1));
    expect(job.exit).toEqual(job.state === 'SUCCEEDED' ? { code: 0, signal: null } : null);
    expect(job.endedAt !== null).toBe(job.state === 'SUCCEEDED');
  }
  const last = events.at(-1)?.job;
  expect(last?.usage?.wallSeconds).toBeGreaterThan(0.15);
  expect(last?.stateTimeline.map(({ source }) => source)).toEqual(['weft', 'scheduler', 'scheduler', 'scheduler']);
});

it('continues exactly after any cursor, also when everything is over', async () => {
  await using watching = await running.watch<JobEventShape>(watchAll, { filter: { projectId: 'project_one' } });
  const id = await running.run('exit 3');
  const mine = (await watching.until((event) => event.job.id === id && hasEnded(event))).filter(
    ({ job }) => job.id === id,
  );
  expect(statesOf(mine)).toEqual(['SUBMITTING', 'QUEUED', 'RUNNING', 'FAILED']);
  for (const [index, { cursor }] of mine.slice(0, -1).entries()) {
    await using rest = await running.watchJob(id, cursor);
    expect(await rest.until(hasEnded)).toEqual(mine.slice(index + 1));
  }
});

it('tells why a job waits, and why it ended as it did', async () => {
  const id = await running.run('exit 3');
  const events = await running.ended(id);
  const last = events.at(-1)?.job;
  expect(last).toMatchObject({
    state: 'FAILED',
    reason: { group: 'PROGRAM_ERROR', code: 'NonZeroExitCode' },
    exit: { code: 3 },
  });
  expect(last?.reason?.advice).toContain('standard error');
  expect(last?.stateTimeline.map(({ reason }) => reason)).toEqual([null, 'Resources', null, 'NonZeroExitCode']);
});

it('begins the stream of a project with its jobs that have not ended long ago', async () => {
  const id = await running.run('sleep 300');
  const ended = await running.run('true');
  await running.ended(ended);
  await using watching = await running.watch<JobEventShape>(watchAll, { filter: { centerId: 'center_local' } });
  const present = await watching.until(({ job }) => job.id === ended);
  expect(present.map(({ job }) => job.id)).toContain(id);
  expect(present.every(({ previousState }) => previousState === null)).toBe(true);
  await running.cancel({ id });
});

it('shows nobody the jobs of others', async () => {
  const id = await running.run('true');
  await running.ended(id);
  const status = `subscription { jobStatus(id: "${id}") { cursor } }`;
  for (const viewer of [bo, anonymous])
    await expect(running.watch(status, {}, viewer)).rejects.toThrow('There is no job');
  await using theirs = await running.watch<JobEventShape>(watchAll, {}, bo);
  const { job } = await running.submit({ projectId: 'project_two' }, bo);
  // The first that arrives is their own, although others were before.
  expect((await theirs.next()).job.id).toBe(job?.id);
  await expect(running.watch(watchAll, { filter: { projectId: 'project_two' } }, ada)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    details: { argument: 'filter.projectId' },
  });
});

it('tells only of changes into and out of the states that are asked for', async () => {
  const filter = { projectId: 'project_one', states: ['QUEUED', 'SUCCEEDED'] };
  await using all = await running.watch<JobEventShape>(watchAll, { filter: { projectId: 'project_one' } });
  const before = await running.run('true');
  const ended = await all.until((event) => event.job.id === before && hasEnded(event));
  await using some = await running.watch<JobEventShape>(watchAll, { filter, after: ended.at(-1)?.cursor });
  const id = await running.run('true');
  const seen = (await some.until((event) => event.job.id === id && hasEnded(event))).filter(({ job }) => job.id === id);
  expect(statesOf(seen)).toEqual(['QUEUED', 'RUNNING', 'SUCCEEDED']);
  await using present = await running.watch<JobEventShape>(watchAll, { filter });
  const states = statesOf(await present.until(({ job }) => job.id === id));
  expect(new Set(states)).toEqual(new Set(['SUCCEEDED']));
});

it('says what is wrong with a filter', async () => {
  const nowhere = { filter: { centerId: 'center_nowhere' } };
  await expect(running.watch(watchAll, nowhere)).rejects.toMatchObject({
    code: 'NOT_FOUND',
    details: { argument: 'filter.centerId' },
  });
  await expect(running.watch(watchAll, { filter: { states: [] } })).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
});

it('refuses a cursor that it did not give out', async () => {
  const id = await running.run('true');
  await using watching = await running.watchJob(id, 'nonsense');
  await expect(watching.next()).rejects.toMatchObject({ code: 'BAD_CURSOR' });
});
