import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { anonymous, type ServiceViewer, type Viewer } from '../../lib/viewer.ts';
import { type OpenedSubgraph, openedSubgraph, person } from '../../test/kit/openedSubgraph.ts';
import type { AccountsContext } from './context.ts';
import { writeSample } from './sample.ts';
import { accounts } from './subgraph.ts';

const researcher = person('researcher', {
  memberships: [
    { projectId: 'project_biomaterials', role: 'MEMBER' },
    { projectId: 'project_cfd', role: 'MEMBER' },
  ],
});
const pi = person('pi', { memberships: [{ projectId: 'project_biomaterials', role: 'PRINCIPAL_INVESTIGATOR' }] });
const student = person('student', { memberships: [{ projectId: 'project_language-models', role: 'MEMBER' }] });
const administrator = person('administrator', { platformRoles: ['PLATFORM_ADMINISTRATOR'] });
const auditor = person('auditor', { platformRoles: ['AUDITOR'] });
const gateway: ServiceViewer = { kind: 'service', name: 'gateway' };

describe('accounts over the sample data', () => {
  let opened: OpenedSubgraph;
  beforeAll(async () => {
    opened = await openedSubgraph(accounts);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('tells people who they are, with their projects', async () => {
    const query = `{ me { id displayName email platformRoles homeOrganization { id name(locale: ZH) }
      memberships { id role since project { id name state organization { id } } } } }`;
    expect(await opened.data(query, researcher)).toEqual({
      me: {
        id: 'user_researcher',
        displayName: 'Sample Researcher',
        email: 'researcher@example.org',
        platformRoles: [],
        homeOrganization: { id: 'organization_tsinghua', name: '清华大学' },
        memberships: [
          expect.objectContaining({
            role: 'MEMBER',
            project: {
              id: 'project_biomaterials',
              name: 'Biomaterials',
              state: 'ACTIVE',
              organization: { id: 'organization_tsinghua' },
            },
          }),
          expect.objectContaining({ project: expect.objectContaining({ id: 'project_cfd' }) }),
        ],
      },
    });
    expect(await opened.data('{ me { id } }', anonymous)).toEqual({ me: null });
    expect(await opened.data('{ me { id } }', gateway)).toEqual({ me: null });
  });

  it('shows of others their name, and only to administrators what is private', async () => {
    const query = '{ user(id: "user_administrator") { displayName email platformRoles homeOrganization { id } } }';
    const name = 'Sample Administrator';
    expect(await opened.data(query, anonymous)).toEqual({
      user: { displayName: name, email: null, platformRoles: [], homeOrganization: null },
    });
    expect(await opened.data(query, researcher)).toEqual({
      user: { displayName: name, email: null, platformRoles: [], homeOrganization: { id: 'organization_cernet' } },
    });
    expect(await opened.data(query, administrator)).toMatchObject({
      user: { email: 'administrator@example.org', platformRoles: ['PLATFORM_ADMINISTRATOR'] },
    });
    expect(await opened.data('{ user(id: "user_nobody") { id } }', administrator)).toEqual({ user: null });
  });

  it('shows the memberships of others only where the viewer works too', async () => {
    const query = '{ user(id: "user_researcher") { memberships { project { id } } } }';
    const projectsSeenBy = async (viewer: Parameters<OpenedSubgraph['data']>[1]): Promise<readonly string[]> => {
      const { user } = (await opened.data(query, viewer)) as {
        readonly user: { readonly memberships: readonly { readonly project: { readonly id: string } }[] };
      };
      return user.memberships.map(({ project }) => project.id);
    };
    expect(await projectsSeenBy(anonymous)).toEqual([]);
    expect(await projectsSeenBy(student)).toEqual([]);
    expect(await projectsSeenBy(pi)).toEqual(['project_biomaterials']);
    expect(await projectsSeenBy(administrator)).toEqual(['project_biomaterials', 'project_cfd']);
  });

  it('shows a project to its members and auditors; to others it looks like one that does not exist', async () => {
    const query = 'query ($id: ID!) { project(id: $id) { id memberships { user { id } } } }';
    const id = 'project_biomaterials';
    const seen = { project: { id, memberships: [{ user: { id: 'user_pi' } }, { user: { id: 'user_researcher' } }] } };
    expect(await opened.data(query, pi, { id })).toEqual(seen);
    expect(await opened.data(query, auditor, { id })).toEqual(seen);
    expect(await opened.data(query, student, { id })).toEqual({ project: null });
    expect(await opened.data(query, student, { id: 'project_missing' })).toEqual({ project: null });
  });

  it('pages organizations in the order of their listing, with their visible projects', async () => {
    const query = `query ($after: String) { organizations(first: 3, after: $after) {
      totalCount nodes { id projects { id } } pageInfo { hasNextPage endCursor } } }`;
    interface Page {
      readonly nodes: readonly { readonly id: string; readonly projects: readonly object[] }[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    }
    const first = ((await opened.data(query, student)) as { readonly organizations: Page }).organizations;
    expect(first).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
    expect(first.nodes.flatMap(({ projects }) => projects)).toEqual([]);
    const after = first.pageInfo.endCursor;
    const rest = ((await opened.data(query, student, { after })) as { readonly organizations: Page }).organizations;
    expect(rest).toMatchObject({
      nodes: [{ id: 'organization_cernet', projects: [{ id: 'project_language-models' }] }],
      pageInfo: { hasNextPage: false },
    });
  });

  it('tells services, and nobody else, who is behind an identity', async () => {
    const query = `query ($subject: String!) { viewerByIdentity(issuer: "urn:weft:development", subject: $subject) {
      userId displayName platformRoles memberships { projectId role } organizationIds } }`;
    expect(await opened.data(query, gateway, { subject: 'pi' })).toEqual({
      viewerByIdentity: {
        userId: 'user_pi',
        displayName: 'Sample Principal Investigator',
        platformRoles: [],
        memberships: [{ projectId: 'project_biomaterials', role: 'PRINCIPAL_INVESTIGATOR' }],
        organizationIds: ['organization_tsinghua'],
      },
    });
    const none = { viewerByIdentity: null };
    expect(await opened.data(query, gateway, { subject: 'nobody' })).toEqual(none);
    for (const viewer of [anonymous, pi, administrator])
      expect(await opened.data(query, viewer, { subject: 'pi' })).toEqual(none);
  });

  it('tells services, and nobody else, who changes', async () => {
    const followAs = (viewer: Viewer) =>
      (opened.open.context({ viewer, requestId: 'test' }) as AccountsContext).services.viewerChanges.follow(
        viewer,
        null,
      );
    const forbidden = expect.objectContaining({ code: 'FORBIDDEN' });
    for (const viewer of [anonymous, pi, administrator]) expect(() => followAs(viewer)).toThrow(forbidden);
    const changes = followAs(gateway);
    expect((await changes.next()).value).toMatchObject({ issuer: null, subject: null, gap: null });
    await opened.db.execute(sql`update users set display_name = 'Another' where id = 'user_support'`);
    const { value } = await changes.next();
    expect(value).toMatchObject({ issuer: 'urn:weft:development', subject: 'support', merged: 0 });
    await changes.return?.();
  });

  it('finds anything by its id, and nothing by what is no id', async () => {
    const typeOf = async (id: string, viewer: Parameters<OpenedSubgraph['data']>[1]): Promise<unknown> => {
      const found = await opened.data('query ($id: ID!) { node(id: $id) { __typename id } }', viewer, { id });
      const { node } = found as { readonly node: { readonly __typename: string; readonly id: string } | null };
      if (node !== null) expect(node.id).toBe(id);
      return node?.__typename ?? null;
    };
    const found = [
      ['user_pi', 'User'],
      ['organization_scut', 'Organization'],
      ['project_cfd', 'Project'],
      ['membership_cfd-researcher', 'Membership'],
      ['incident_sample-1', 'Incident'],
      ['job_sample-1', 'Job'],
      ['center_wuxi', 'Center'],
      ['partition_wuxi-cpu', 'Partition'],
      ['networkNode_beijing', 'NetworkNode'],
      ['billingAccount_cfd', 'BillingAccount'],
    ] as const;
    for (const [id, type] of found) expect(await typeOf(id, researcher)).toBe(type);
    for (const id of [
      '',
      'x',
      'job',
      '__proto__',
      'job_',
      'toString_1',
      'plan_1',
      'user_nobody',
      'identity_development-pi',
    ])
      expect(await typeOf(id, researcher)).toBeNull();
    for (const id of ['project_cfd', 'membership_cfd-researcher']) expect(await typeOf(id, student)).toBeNull();
  });

  it('completes entities that other subgraphs point at, in order, hiding what the viewer may not see', async () => {
    const references = [
      { __typename: 'User', id: 'user_pi' },
      { __typename: 'Project', id: 'project_cfd' },
      { __typename: 'User', id: 'user_nobody' },
      { __typename: 'Organization', id: 'organization_nsccwx' },
      { __typename: 'Project', id: 'project_biomaterials' },
    ];
    const selection =
      '... on User { displayName email } ... on Project { title: name } ... on Organization { english: name }';
    expect(await opened.entities(references, selection, pi)).toEqual([
      { displayName: 'Sample Principal Investigator', email: 'pi@example.org' },
      null,
      null,
      { english: 'National Supercomputing Center in Wuxi' },
      { title: 'Biomaterials' },
    ]);
  });

  it('lists the incidents of a center, all or by whether they go on', async () => {
    const references = [
      { __typename: 'Center', id: 'center_wuxi' },
      { __typename: 'Center', id: 'center_local' },
    ];
    const selection = `... on Center { all: incidents { id state severity resolvedAt }
      open: incidents(open: true) { id } over: incidents(open: false) { id } }`;
    expect(await opened.entities(references, selection)).toEqual([
      {
        all: [{ id: 'incident_sample-1', state: 'RESOLVED', severity: 'MINOR', resolvedAt: expect.any(String) }],
        open: [],
        over: [{ id: 'incident_sample-1' }],
      },
      { all: [], open: [], over: [] },
    ]);
  });

  it('writes the sample data once, and tells of its projects and memberships once', async () => {
    const told = async () =>
      (await opened.db.execute<{ type: string; key: string; payload: unknown }>(
        'select type, key, payload from events order by tx, seq',
      )) as readonly { readonly type: string; readonly key: string; readonly payload: unknown }[];
    const events = [...(await told())];
    expect(events.filter(({ type }) => type === 'ProjectDeclared').map(({ key }) => key)).toEqual([
      'project_biomaterials',
      'project_cfd',
      'project_language-models',
    ]);
    expect(events.filter(({ type }) => type === 'MembershipChanged')).toHaveLength(4);
    expect(events.find(({ type }) => type === 'ProjectDeclared')?.payload).toEqual({
      projectId: 'project_biomaterials',
      nameEn: 'Biomaterials',
      nameZh: '生物材料',
      organizationId: 'organization_tsinghua',
    });
    await writeSample(opened.db, systemClock);
    expect([...(await told())]).toEqual(events);
  });
});
