import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymous } from '../../../lib/viewer.ts';
import { ada, bo, declared, type RunningJobs, runningJobs } from '../../../test/kit/runningJobs.ts';

let running: RunningJobs;
beforeAll(async () => {
  running = await runningJobs();
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

const spec = { name: 'a job', script: 'true\n', resources: { timeLimitSeconds: 60 } };
const far = { centerId: 'center_far' };

/** Codes and paths of everything that is wrong with a submission. */
async function problemsOf(input: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const { job, userErrors } = await running.submit(input);
  expect(job).toBeNull();
  for (const { message } of userErrors) expect(message).toMatch(/\.$/);
  return userErrors.map(({ code, path }) => `${code} ${path.join('.')}`);
}

it('tells all problems of a submission at once, each with where it is', async () => {
  const problems = await problemsOf({
    projectId: 'project_two',
    centerId: 'center_far',
    partitionId: 'partition_local-main',
    idempotencyKey: 'wrong',
    spec: {
      name: ' no name',
      script: ' \n',
      resources: { cores: 0, nodes: 1, accelerators: -1, memoryMebibytes: 0, timeLimitSeconds: -5 },
      environment: [
        { name: '1ST', value: '' },
        { name: 'HOME', value: '' },
        { name: 'TWICE', value: '' },
        { name: 'TWICE', value: 'a\0b' },
      ],
      software: { productId: 'user_ada', version: '' },
    },
  });
  expect(problems).toEqual([
    'PROJECT_NOT_FOUND input.projectId',
    'PARTITION_NOT_FOUND input.partitionId',
    'JOB_NAME_INVALID input.spec.name',
    'SCRIPT_EMPTY input.spec.script',
    'RESOURCE_INVALID input.spec.resources.cores',
    'RESOURCE_INVALID input.spec.resources.accelerators',
    'RESOURCE_INVALID input.spec.resources.memoryMebibytes',
    'RESOURCE_INVALID input.spec.resources.timeLimitSeconds',
    'ENVIRONMENT_NAME_INVALID input.spec.environment.0.name',
    'ENVIRONMENT_NAME_RESERVED input.spec.environment.1.name',
    'ENVIRONMENT_NAME_REPEATED input.spec.environment.3.name',
    'ENVIRONMENT_VALUE_INVALID input.spec.environment.3.value',
    'SOFTWARE_INVALID input.spec.software.productId',
    'SOFTWARE_INVALID input.spec.software.version',
  ]);
  // Nothing is kept of a refused one: the key may be used for the corrected submission.
  expect(await running.submit({ ...far, idempotencyKey: 'wrong' })).toMatchObject({ userErrors: [] });
});

it('holds a job to the limits of its partition and names limit and amount', async () => {
  const resources = { cores: 99, nodes: 2, accelerators: 9, memoryMebibytes: 9_000, timeLimitSeconds: 3_601 };
  const { userErrors } = await running.submit({
    ...far,
    partitionId: 'partition_far-gpu',
    spec: { ...spec, resources },
  });
  expect(userErrors.map(({ code, path, message }) => [code, path.at(-1), message])).toEqual([
    ['PARTITION_LIMIT_EXCEEDED', 'cores', expect.stringContaining('up to 4 on 2 nodes; 99')],
    ['PARTITION_LIMIT_EXCEEDED', 'accelerators', expect.stringContaining('up to 8 on 2 nodes; 9')],
    ['PARTITION_LIMIT_EXCEEDED', 'memoryMebibytes', expect.stringContaining('up to 8192 on 2 nodes; 9000')],
    ['PARTITION_LIMIT_EXCEEDED', 'timeLimitSeconds', expect.stringContaining('up to 3600; 3601')],
  ]);
  const tooWide = { cores: 8, nodes: 5, timeLimitSeconds: 60 };
  expect(await problemsOf({ ...far, spec: { ...spec, resources: tooWide } })).toEqual([
    'PARTITION_LIMIT_EXCEEDED input.spec.resources.nodes',
  ]);
});

it('asks for a center, since there is no automatic placement', async () => {
  expect(await problemsOf({ centerId: null })).toEqual(['CENTER_REQUIRED input.centerId']);
  expect(await problemsOf({ centerId: 'center_nowhere' })).toEqual(['CENTER_NOT_FOUND input.centerId']);
});

it('refuses a center or partition that takes no jobs', async () => {
  const closed = {
    partitions: [{ ...declared('x').payload.partitions[0], partitionId: 'partition_drained-main', state: 'DRAIN' }],
  };
  await running.subgraph.appendTo(
    'centers',
    declared('testing', { accessState: 'TESTING' }),
    declared('draining', { schedulingState: 'DRAIN' }),
    declared('drained', closed),
  );
  for (const name of ['testing', 'draining']) {
    expect(await problemsOf({ centerId: `center_${name}` })).toEqual(['CENTER_NOT_ACCEPTING input.centerId']);
  }
  expect(await problemsOf({ centerId: 'center_drained' })).toEqual(['PARTITION_NOT_ACCEPTING input.partitionId']);
});

it('refuses a script of more than 1,000,000 bytes, not characters', async () => {
  const of = (bytes: number) => ({ ...far, spec: { ...spec, script: `#${'é'.repeat((bytes - 2) / 2)}\n` } });
  expect(await problemsOf(of(1_000_002))).toEqual(['SCRIPT_TOO_LARGE input.spec.script']);
  expect(await running.submit(of(1_000_000))).toMatchObject({ userErrors: [] });
});

it('knows a project and a center that were declared a moment ago', async () => {
  const { subgraph } = running;
  await subgraph.appendTo('centers', declared('fresh'));
  expect(await running.submit({ centerId: 'center_fresh' })).toMatchObject({ userErrors: [] });
});

it('lets nobody submit for a project that is not theirs, and says nothing of whether it exists', async () => {
  const [mine] = (await running.submit({ projectId: 'project_nowhere' }, ada)).userErrors;
  const [theirs] = (await running.submit({ projectId: 'project_one' }, bo)).userErrors;
  expect(mine).toEqual(theirs);
  await expect(running.submit({}, anonymous)).rejects.toThrow('Sign in');
  await expect(running.submit({}, { kind: 'service', name: 'billing' })).rejects.toThrow('people');
});

it('submits once for a key, however often and however many at a time it is sent', async () => {
  const input = { ...far, idempotencyKey: 'the key' };
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => running.submit(input)));
  expect(new Set(outcomes.map(({ job }) => job?.id)).size).toBe(1);
  const other = await running.submit({ ...input, spec: { ...spec, name: 'another' } });
  expect(other.userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['input', 'idempotencyKey'] }]);
  const theirs = await running.submit({ ...input, projectId: 'project_two' }, bo);
  expect(theirs.job?.id).not.toBe(outcomes[0]?.job?.id);
});

it('tells the other subgraphs of a submission and of its first state, in this order', async () => {
  const software = { productId: 'product_gromacs', version: '1' };
  const resources = { cores: 2, nodes: 1, accelerators: 2, memoryMebibytes: 1_024, timeLimitSeconds: 600 };
  const { job } = await running.submit({
    ...far,
    partitionId: 'partition_far-gpu',
    spec: { ...spec, resources, software },
  });
  await using jobs = running.subgraph.database.open('billing', { max: 1 });
  const events = await jobs.sql<{ type: string; payload: object }[]>`
    select type, payload from jobs.events where key = ${job?.id ?? ''} order by tx, seq limit 2`;
  const where = {
    jobId: job?.id,
    projectId: 'project_one',
    submitterId: 'user_ada',
    centerId: 'center_far',
    partitionId: 'partition_far-gpu',
    software,
  };
  expect(events.map(({ type, payload }) => [type, payload])).toEqual([
    ['JobSubmitted', { ...where, name: 'a job', simulated: true, resources, submittedAt: expect.any(String) }],
    [
      'JobStateChanged',
      {
        ...where,
        previousState: null,
        state: 'SUBMITTING',
        reason: null,
        at: expect.any(String),
        terminal: false,
        startedAt: null,
        endedAt: null,
        usage: null,
        actor: { userId: 'user_ada' },
        ordinal: 1,
      },
    ],
  ]);
});

it('runs nothing on this machine when others can reach the graph', async () => {
  await using open = await runningJobs({ settings: { loopbackOnly: false } });
  const { userErrors } = await open.submit();
  expect(userErrors).toMatchObject([{ code: 'LOCAL_DRIVER_LOOPBACK_ONLY', path: ['input', 'centerId'] }]);
  expect(await open.submit(far)).toMatchObject({ userErrors: [] });
});
