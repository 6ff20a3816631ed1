import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anonymous } from '../../../lib/viewer.ts';
import { type OpenedSubgraph, openedSubgraph, person } from '../../../test/kit/openedSubgraph.ts';
import { accounts } from '../subgraph.ts';

const member = person('researcher', { memberships: [{ projectId: 'project_biomaterials', role: 'MEMBER' }] });
const stranger = person('student', { memberships: [{ projectId: 'project_cfd', role: 'MEMBER' }] });
const auditor = person('auditor', { platformRoles: ['AUDITOR'] });

const submitted = (jobId: string, submittedAt: string) => ({
  topic: 'job',
  key: jobId,
  type: 'JobSubmitted',
  payload: { jobId, projectId: 'project_biomaterials', submitterId: 'user_researcher', submittedAt, name: 'ignored' },
});

const changed = (jobId: string, at: string, state: string, facts: object = {}) => ({
  topic: 'job',
  key: jobId,
  type: 'JobStateChanged',
  payload: {
    jobId,
    projectId: 'project_biomaterials',
    previousState: 'QUEUED',
    state,
    reason: null,
    at,
    terminal: false,
    actor: null,
    ...facts,
  },
});

const story = [
  submitted('job_1', '2026-01-31T08:00:00.000Z'),
  changed('job_1', '2026-01-31T08:00:00.001Z', 'VALIDATED', {
    previousState: null,
    actor: { userId: 'user_researcher' },
  }),
  changed('job_1', '2026-01-31T08:00:05.000Z', 'RUNNING'),
  changed('job_1', '2026-01-31T08:01:00.000Z', 'COMPLETING', {
    actor: { userId: 'user_pi' },
    reason: { group: 'USER_REQUEST', code: 'USER_CANCELLED', advice: '' },
  }),
  changed('job_1', '2026-01-31T08:01:02.000Z', 'CANCELLED', { terminal: true }),
];

const trail = `... on Job { auditTrail(first: 2) { totalCount nodes { action at actor { id displayName } }
  pageInfo { hasNextPage endCursor } } }`;
const job = { __typename: 'Job', id: 'job_1' };

describe('the audit trail of a job', () => {
  let opened: OpenedSubgraph;
  beforeAll(async () => {
    opened = await openedSubgraph(accounts);
    await opened.consume('auditJobs', ...story);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('has the submission, what people did, and the end; not what schedulers did on the way', async () => {
    const [first] = (await opened.entities([job], trail, member)) as [
      { readonly auditTrail: { readonly pageInfo: { readonly endCursor: string } } },
    ];
    expect(first.auditTrail).toMatchObject({
      totalCount: 3,
      nodes: [
        {
          action: 'JOB_SUBMITTED',
          at: '2026-01-31T08:00:00.000Z',
          actor: { id: 'user_researcher', displayName: 'Sample Researcher' },
        },
        { action: 'JOB_CANCELLATION_REQUESTED', actor: { id: 'user_pi' } },
      ],
      pageInfo: { hasNextPage: true },
    });
    const rest = `... on Job { auditTrail(after: "${first.auditTrail.pageInfo.endCursor}") { nodes { action actor { id } } } }`;
    expect(await opened.entities([job], rest, member)).toEqual([
      { auditTrail: { nodes: [{ action: 'JOB_CANCELLED', actor: null }] } },
    ]);
  });

  it('is the same after the same events again', async () => {
    await opened.consume('auditJobs', ...story);
    expect(await opened.entities([job], trail, member)).toMatchObject([{ auditTrail: { totalCount: 3 } }]);
  });

  it('is read by members and auditors; for others it is as empty as that of a job that does not exist', async () => {
    expect(await opened.entities([job], trail, auditor)).toMatchObject([{ auditTrail: { totalCount: 3 } }]);
    const empty = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, endCursor: null } };
    for (const viewer of [stranger, anonymous]) {
      expect(await opened.entities([job, { __typename: 'Job', id: 'job_missing' }], trail, viewer)).toEqual([
        { auditTrail: empty },
        { auditTrail: empty },
      ]);
    }
  });

  it('gives each of several jobs its own page', async () => {
    await opened.consume('auditJobs', submitted('job_2', '2026-01-31T09:00:00.000Z'));
    const jobs = ['job_2', 'job_1', 'job_missing'].map((id) => ({ __typename: 'Job', id }));
    const selection = '... on Job { auditTrail(first: 1) { totalCount nodes { id action } } }';
    const trails = (await opened.entities(jobs, selection, auditor)) as readonly {
      readonly auditTrail: { readonly totalCount: number; readonly nodes: readonly { readonly id: string }[] };
    }[];
    expect(trails.map(({ auditTrail }) => [auditTrail.totalCount, auditTrail.nodes.length])).toEqual([
      [1, 1],
      [3, 1],
      [0, 0],
    ]);
    const id = trails[0]?.auditTrail.nodes[0]?.id;
    const node = 'query ($id: ID!) { node(id: $id) { __typename } }';
    expect(await opened.data(node, member, { id })).toEqual({ node: { __typename: 'AuditEvent' } });
    expect(await opened.data(node, stranger, { id })).toEqual({ node: null });
  });

  it('refuses a page that is too long, naming the argument', async () => {
    const query = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Job { auditTrail(first: 101) { totalCount } } } }`;
    const { errors } = await opened.run(query, member, { r: [job] });
    expect(errors?.[0]?.message).toContain('from 1 to 100');
  });
});
