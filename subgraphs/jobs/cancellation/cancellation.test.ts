import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymous } from '../../../lib/viewer.ts';
import { bo, type RunningJobs, runningJobs } from '../../../test/kit/runningJobs.ts';

let running: RunningJobs;
beforeAll(async () => {
  running = await runningJobs();
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

const far = { centerId: 'center_far' };

interface Timeline {
  readonly stateTimeline: readonly { readonly state: string; readonly reason: string | null }[];
}

async function untilState(id: string, state: string): Promise<void> {
  await using events = await running.watchJob(id);
  await events.until(({ job }) => job.state === state);
}

it('ends a running job, and keeps who wanted it and why', async () => {
  const id = await running.run('echo begun; sleep 300');
  await untilState(id, 'RUNNING');
  const outcome = await running.cancel({ id, reason: 'No longer needed' });
  expect(outcome).toEqual({ job: { id, state: 'COMPLETING' }, userErrors: [] });
  const events = await running.ended(id);
  expect(events.at(-1)?.job).toMatchObject({
    state: 'CANCELLED',
    reason: { group: 'USER_REQUEST', code: 'CancelledByUser' },
  });
  const { stateTimeline } = await running.job<Timeline>(id, 'stateTimeline { state reason }');
  expect(stateTimeline.slice(-2)).toEqual([
    { state: 'COMPLETING', reason: 'CancelledByUser: No longer needed' },
    { state: 'CANCELLED', reason: 'CancelledByUser: No longer needed' },
  ]);
  const again = await running.cancel({ id });
  expect(again).toMatchObject({ job: null, userErrors: [{ code: 'JOB_ALREADY_ENDED', path: ['input', 'id'] }] });
});

it('ends a job that waits, which then never runs and has used nothing', async () => {
  const { job } = await running.submit(far);
  const id = job?.id ?? '';
  expect(await running.cancel({ id, idempotencyKey: 'once' })).toMatchObject({ userErrors: [] });
  expect(await running.cancel({ id, idempotencyKey: 'once' })).toMatchObject({ userErrors: [] });
  const events = await running.ended(id);
  expect(events.at(-1)?.job).toMatchObject({ state: 'CANCELLED', startedAt: null, usage: null });
});

it('tells nobody of the jobs of others', async () => {
  const id = await running.run('sleep 300');
  const theirs = await running.cancel({ id }, bo);
  const nobodys = await running.cancel({ id: 'job_nowhere' }, bo);
  expect(theirs).toEqual(nobodys);
  expect(theirs.userErrors).toMatchObject([{ code: 'JOB_NOT_FOUND', path: ['input', 'id'] }]);
  await expect(running.cancel({ id }, anonymous)).rejects.toThrow('Sign in');
  expect((await running.cancel({ id, reason: 'x'.repeat(501) })).userErrors).toMatchObject([
    { code: 'REASON_TOO_LONG' },
  ]);
  await running.cancel({ id });
  await running.ended(id);
});

it('ends a job that its project cannot pay before it starts, and leaves one alone that runs', async () => {
  const refused = (jobId: string) => ({
    topic: 'billingAccount',
    key: 'billingAccount_one',
    type: 'HoldRefused',
    payload: {
      accountId: 'billingAccount_one',
      projectId: 'project_one',
      jobId,
      amount: { amount: '1.00', currency: 'CNY' },
    },
  });
  const runs = await running.run('sleep 0.5');
  await untilState(runs, 'RUNNING');
  const { job } = await running.submit(far);
  const waits = job?.id ?? '';
  await running.subgraph.appendTo('billing', refused(runs), refused('job_nowhere'), refused(waits));
  const unpaid = (await running.ended(waits)).at(-1)?.job;
  expect(unpaid).toMatchObject({ state: 'CANCELLED', reason: { group: 'LIMIT_BUDGET', code: 'InsufficientFunds' } });
  expect((await running.ended(runs)).at(-1)?.job).toMatchObject({ state: 'SUCCEEDED' });
});
