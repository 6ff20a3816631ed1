import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymous, type Viewer } from '../../../lib/viewer.ts';
import { person } from '../../../test/kit/openedSubgraph.ts';
import { type RunningSubgraph, runningSubgraph } from '../../../test/kit/runningSubgraph.ts';
import { marketplace } from '../subgraph.ts';

const memberOf = (projectId: string): Viewer => person('somebody', { memberships: [{ projectId, role: 'MEMBER' }] });
const member = memberOf('project_biomaterials');
const stranger = memberOf('project_cfd');

const submitted = (jobId: string, projectId: string) => ({
  topic: 'job',
  key: jobId,
  type: 'JobSubmitted',
  payload: { jobId, projectId, submitterId: 'user_researcher' },
});

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await runningSubgraph(marketplace, { sources: ['jobs'] });
});
afterAll(async () => {
  await subgraph[Symbol.asyncDispose]();
});

async function entity(type: 'Project' | 'Job', id: string, selection: string, viewer: Viewer): Promise<unknown> {
  const { data, errors } = await subgraph.run(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { ${selection} } } }`,
    { representations: [{ __typename: type, id }] },
    viewer,
  );
  expect(errors).toBeUndefined();
  const [found] = (data?.['_entities'] ?? []) as readonly unknown[];
  return found;
}

const ids = '{ totalCount nodes { id } }';
const none = { totalCount: 0, nodes: [] };

it('lists the tickets of a project to its members, the newest first', async () => {
  const selection = 'tickets { totalCount nodes { id title state createdAt } pageInfo { hasNextPage } }';
  expect(await entity('Project', 'project_biomaterials', selection, member)).toEqual({
    tickets: {
      totalCount: 2,
      nodes: [
        {
          id: 'ticket_sample-1',
          title: expect.stringContaining('Sample'),
          state: 'IN_PROGRESS',
          createdAt: expect.any(String),
        },
        expect.objectContaining({ id: 'ticket_sample-2', state: 'RESOLVED' }),
      ],
      pageInfo: { hasNextPage: false },
    },
  });
});

it('tells open tickets from those that are done', async () => {
  const selection = `open: tickets(filter: { open: true }) ${ids} done: tickets(filter: { open: false }) ${ids}
    all: tickets(filter: { open: null }) { totalCount }`;
  expect(await entity('Project', 'project_biomaterials', selection, member)).toEqual({
    open: { totalCount: 1, nodes: [{ id: 'ticket_sample-1' }] },
    done: { totalCount: 1, nodes: [{ id: 'ticket_sample-2' }] },
    all: { totalCount: 2 },
  });
});

it('shows to others a project without tickets, as one that does not exist', async () => {
  for (const viewer of [stranger, anonymous]) {
    for (const id of ['project_biomaterials', 'project_nothing']) {
      expect(await entity('Project', id, `tickets ${ids}`, viewer)).toEqual({ tickets: none });
    }
  }
});

it('shows the tickets about a job to the members of its project, also right after it was submitted', async () => {
  expect(await entity('Job', 'job_sample-1', `tickets ${ids}`, member)).toEqual({ tickets: none });
  await subgraph.appendTo('jobs', submitted('job_sample-1', 'project_biomaterials'));
  const ticket = { totalCount: 1, nodes: [{ id: 'ticket_sample-1' }] };
  expect(await entity('Job', 'job_sample-1', `tickets(first: 5) ${ids}`, member)).toEqual({ tickets: ticket });
  const service: Viewer = { kind: 'service', name: 'test' };
  expect(await entity('Job', 'job_sample-1', `tickets ${ids}`, service)).toEqual({ tickets: ticket });
  for (const viewer of [stranger, anonymous]) {
    expect(await entity('Job', 'job_sample-1', `tickets ${ids}`, viewer)).toEqual({ tickets: none });
  }
  expect(await entity('Job', 'job_nothing', `tickets ${ids}`, service)).toEqual({ tickets: none });
});

it('refuses a page that is too long, naming the argument, to members and others alike', async () => {
  for (const viewer of [member, anonymous]) {
    const { errors } = await subgraph.run(
      `query ($representations: [_Any!]!) { _entities(representations: $representations) {
        ... on Project { tickets(first: 101) { totalCount } } ... on Job { tickets(first: 0) { totalCount } } } }`,
      {
        representations: [
          { __typename: 'Project', id: 'project_biomaterials' },
          { __typename: 'Job', id: 'job_sample-1' },
        ],
      },
      viewer,
    );
    expect(errors).toHaveLength(2);
    for (const error of errors ?? []) {
      expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'first' } });
    }
  }
});
