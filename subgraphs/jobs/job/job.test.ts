import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymous, type Viewer } from '../../../lib/viewer.ts';
import { person } from '../../../test/kit/openedSubgraph.ts';
import { ada, bo, type RunningJobs, runningJobs } from '../../../test/kit/runningJobs.ts';

// With the sample, as a fresh start has it.
let running: RunningJobs;
const researcher = person('researcher', {
  memberships: [
    { projectId: 'project_biomaterials', role: 'MEMBER' },
    { projectId: 'project_cfd', role: 'MEMBER' },
  ],
});
const administrator = person('administrator', { platformRoles: ['PLATFORM_ADMINISTRATOR'] });
beforeAll(async () => {
  running = await runningJobs({ settings: { sample: true } });
});
afterAll(async () => {
  await running[Symbol.asyncDispose]();
});

interface List {
  readonly totalCount: number;
  readonly nodes: readonly { readonly id: string; readonly state: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

async function list(args: string, viewer: Viewer): Promise<List> {
  const { data, errors } = await running.subgraph.run(
    `{ jobs${args} { totalCount nodes { id state } pageInfo { hasNextPage endCursor } } }`,
    {},
    viewer,
  );
  expect(errors).toBeUndefined();
  return data?.['jobs'] as List;
}

const idsOf = ({ nodes }: List): readonly string[] => nodes.map(({ id }) => id);

async function entities(representations: readonly object[], selection: string, viewer: Viewer): Promise<unknown> {
  const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ${selection} } }`;
  const { data, errors } = await running.subgraph.run(query, { representations }, viewer);
  expect(errors).toBeUndefined();
  return data?.['_entities'];
}

it('has a sample of jobs that run, wait and have ended, each with its whole life', async () => {
  const fields = `id name state simulated exit { code } reason { group } center { id } software { product { id } version }
    stateTimeline { state source } usage { coreHours energyKilowattHours cpuEfficiencyPercent }`;
  const job = (number: number): Promise<unknown> => running.job(`job_sample-${number}`, fields, administrator);
  expect(await job(1)).toMatchObject({
    name: 'collagen-folding',
    state: 'RUNNING',
    simulated: true,
    center: { id: 'center_wuxi' },
    software: { product: { id: 'product_gromacs' }, version: expect.any(String) },
    stateTimeline: [
      { state: 'SUBMITTING', source: 'weft' },
      { state: 'QUEUED' },
      { state: 'RUNNING', source: 'scheduler' },
    ],
    usage: { coreHours: expect.stringMatching(/^22[34]\.\d{6}$/), energyKilowattHours: null },
  });
  expect(await job(2)).toMatchObject({
    state: 'SUCCEEDED',
    exit: { code: 0 },
    usage: { coreHours: '1536.000000', cpuEfficiencyPercent: 83 },
  });
  expect(await job(3)).toMatchObject({ state: 'FAILED', exit: { code: 1 }, reason: { group: 'PROGRAM_ERROR' } });
  expect(await job(5)).toMatchObject({ state: 'QUEUED', reason: { group: 'WAITING_TURN' }, usage: null });
});

it('tells everything of a job that the field’s people ask for', async () => {
  const fields = `native { scheduler jobId base flags raw reason } submitter { id } project { id } partition { id }
    resources { cores nodes accelerators memoryMebibytes timeLimitSeconds } waitForecast { p50Seconds } submittedAt startedAt endedAt
    placement { policyVersion decidedAt chosen { center { id } partition { id } score terms { name } }
      candidates { center { id } partition { id } accepted rejections { code } } }
    output { text complete fromByte } errors: output(stream: STDERR) { text }`;
  const place = { center: { id: 'center_changsha' }, partition: { id: 'partition_changsha-cpu' } };
  expect(await running.job('job_sample-3', fields, researcher)).toEqual({
    native: { scheduler: 'simulated', jobId: '3', base: 'FAILED', flags: [], raw: 'FAILED', reason: 'NonZeroExitCode' },
    submitter: { id: 'user_researcher' },
    project: { id: 'project_biomaterials' },
    partition: { id: 'partition_changsha-cpu' },
    resources: { cores: 32, nodes: 1, accelerators: 0, memoryMebibytes: 65_536, timeLimitSeconds: 14_400 },
    waitForecast: null,
    submittedAt: expect.any(String),
    startedAt: expect.any(String),
    endedAt: expect.any(String),
    placement: {
      policyVersion: 'explicit-1',
      decidedAt: expect.any(String),
      chosen: { ...place, score: null, terms: [] },
      candidates: [{ ...place, accepted: true, rejections: [] }],
    },
    output: { text: expect.stringContaining('[simulated] step'), complete: true, fromByte: expect.any(Number) },
    errors: { text: '[simulated] ended: FAILED (NonZeroExitCode)\n' },
  });
});

it('lists to each the jobs of their projects, the newest first, page by page', async () => {
  const all = await list('', administrator);
  expect(idsOf(all)).toEqual([5, 1, 6, 4, 3, 2].map((number) => `job_sample-${number}`));
  const first = await list('(first: 2)', researcher);
  expect([first.totalCount, idsOf(first), first.pageInfo.hasNextPage]).toEqual([
    4,
    ['job_sample-5', 'job_sample-1'],
    true,
  ]);
  const rest = await list(`(first: 2, after: "${first.pageInfo.endCursor}")`, researcher);
  expect([idsOf(rest), rest.pageInfo.hasNextPage]).toEqual([['job_sample-3', 'job_sample-2'], false]);
  for (const viewer of [ada, bo, anonymous]) expect(await list('', viewer)).toMatchObject({ totalCount: 0, nodes: [] });
});

it('lists the jobs that fit every field of the filter', async () => {
  const ids = async (filter: string): Promise<readonly string[]> =>
    idsOf(await list(`(filter: ${filter})`, researcher));
  expect(await ids('{ active: true }')).toEqual(['job_sample-5', 'job_sample-1']);
  expect(await ids('{ active: false, projectId: "project_cfd" }')).toEqual(['job_sample-2']);
  expect(await ids('{ states: [QUEUED, FAILED] }')).toEqual(['job_sample-5', 'job_sample-3']);
  expect(await ids('{ states: [] }')).toEqual([]);
  expect(await ids('{ centerId: "center_guangzhou" }')).toEqual(['job_sample-5', 'job_sample-2']);
  expect(await ids('{ projectId: "project_language-models" }')).toEqual([]);
});

it('completes jobs and projects for the other subgraphs, to each only what they may see', async () => {
  const references = ['job_sample-1', 'job_nowhere', 'job_sample-6'].map((id) => ({ __typename: 'Job', id }));
  const names = (viewer: Viewer): Promise<unknown> => entities(references, '... on Job { name }', viewer);
  expect(await names(researcher)).toEqual([{ name: 'collagen-folding' }, null, null]);
  expect(await names({ kind: 'service', name: 'billing' })).toEqual([
    { name: 'collagen-folding' },
    null,
    { name: 'small-model-pretraining' },
  ]);
  expect(await names(anonymous)).toEqual([null, null, null]);
  const projects = ['project_cfd', 'project_biomaterials', 'project_language-models'].map((id) => ({
    __typename: 'Project',
    id,
  }));
  const selection = '... on Project { jobs(first: 1, filter: { active: true }) { totalCount nodes { id } } }';
  expect(await entities(projects, selection, researcher)).toEqual([
    { jobs: { totalCount: 1, nodes: [{ id: 'job_sample-5' }] } },
    { jobs: { totalCount: 1, nodes: [{ id: 'job_sample-1' }] } },
    { jobs: { totalCount: 0, nodes: [] } },
  ]);
});

it('says the same of a job of others as of none', async () => {
  const errorOf = async (id: string): Promise<unknown> => {
    const { errors } = await running.subgraph.run('query ($id: ID!) { job(id: $id) { id } }', { id }, bo);
    return errors?.map(({ message, extensions }) => [message.replaceAll(id, 'ID'), extensions?.['code']]);
  };
  const theirs = await errorOf('job_sample-1');
  expect(theirs).toEqual(await errorOf('job_nowhere'));
  expect(theirs).toEqual([[expect.stringContaining('There is no job'), 'NOT_FOUND']]);
});

it('follows a simulated job to the end of its output', async () => {
  await using parts = await running.watch<{ readonly text: string; readonly complete: boolean }>(
    'subscription { jobOutput(id: "job_sample-2") { text complete } }',
    {},
    researcher,
  );
  const all = await parts.until(({ complete }) => complete);
  expect(all.map(({ text }) => text).join('')).toMatch(
    /^\[simulated\] wing-at-stall: started[\s\S]*\[simulated\] finished\n$/,
  );
});
