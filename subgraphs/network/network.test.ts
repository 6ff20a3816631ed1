import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../lib/clock.ts';
import { anonymous, type ServiceViewer } from '../../lib/viewer.ts';
import { type OpenedSubgraph, openedSubgraph, person } from '../../test/kit/openedSubgraph.ts';
import { dataFolder } from '../../test/kit/weftProcess.ts';
import { writeSample } from './sample.ts';
import { network } from './subgraph.ts';

const researcher = person('researcher', {
  memberships: [
    { projectId: 'project_biomaterials', role: 'MEMBER' },
    { projectId: 'project_cfd', role: 'MEMBER' },
  ],
});
const student = person('student', { memberships: [{ projectId: 'project_language-models', role: 'MEMBER' }] });
const administrator = person('administrator', { platformRoles: ['PLATFORM_ADMINISTRATOR'] });
const gateway: ServiceViewer = { kind: 'service', name: 'gateway' };

interface LinkFacts {
  readonly id: string;
  readonly capacityBps: number | null;
  readonly state: string;
  readonly simulated: boolean;
  readonly utilization: { readonly percent: number | null; readonly simulated: boolean } | null;
}

describe('the network over the sample data', () => {
  let opened: OpenedSubgraph;
  beforeAll(async () => {
    opened = await openedSubgraph(network);
  });
  afterAll(() => opened[Symbol.asyncDispose]());

  it('has the nodes and links that are known, with a load from the start', async () => {
    const query = `{ networkNodes { id name(locale: ZH) city latitude longitude simulated }
      links { id name capacityBps state simulated kind from { id } to { id name }
        utilization { inBps outBps percent measuredAt windowSeconds simulated } alarms(active: true) { id } } }`;
    const { networkNodes, links } = (await opened.data(query)) as {
      readonly networkNodes: readonly { readonly id: string }[];
      readonly links: readonly LinkFacts[];
    };
    expect(networkNodes).toHaveLength(9);
    expect(networkNodes[0]).toEqual({
      id: 'networkNode_beijing',
      name: '北京节点',
      city: 'Beijing',
      latitude: 39.9,
      longitude: 116.4,
      simulated: true,
    });
    expect(links).toHaveLength(18);
    const fiti = links.filter(({ id }) => id.startsWith('link_fiti-'));
    expect(fiti.map(({ capacityBps }) => capacityBps)).toEqual([1.2e12, 1.2e12]);
    for (const link of links.filter(({ simulated }) => simulated)) {
      expect(link.utilization?.simulated).toBe(true);
      expect(link.utilization?.percent).toBeGreaterThan(0);
      expect(link.utilization?.percent).toBeLessThan(100);
    }
    expect(links.at(-1)).toMatchObject({ id: 'link_local', capacityBps: null, simulated: false, kind: 'LOCAL' });
  });

  it('says how each center is joined to the network', async () => {
    const ids = ['wuxi', 'guangzhou', 'cas', 'local', 'nowhere'];
    const centers = await opened.entities(
      ids.map((code) => ({ __typename: 'Center', id: `center_${code}` })),
      `... on Center { accessCircuit { capacityBps ipVersion node { id } link { state }
        utilization(windowSeconds: 60) { percent } } }`,
    );
    expect(centers).toEqual([
      {
        accessCircuit: {
          capacityBps: 100e9,
          ipVersion: 'IPV6',
          node: { id: 'networkNode_nanjing' },
          link: { state: 'UP' },
          utilization: { percent: expect.any(Number) },
        },
      },
      { accessCircuit: expect.objectContaining({ capacityBps: 10e9, node: { id: 'networkNode_guangzhou' } }) },
      { accessCircuit: expect.objectContaining({ capacityBps: 10e9, link: { state: 'TESTING' } }) },
      { accessCircuit: expect.objectContaining({ capacityBps: null, node: { id: 'networkNode_local' } }) },
      { accessCircuit: null },
    ]);
  });

  it('refuses a window that goes back further than measurements are kept', async () => {
    const result = await opened.run('{ links { utilization(windowSeconds: 100000) { percent } } }');
    expect(result.errors?.[0]?.message).toMatch(/`windowSeconds` must be from 10 to 14400/);
  });

  it('finds one by id, and says when there is none', async () => {
    const query = (field: string, id: string): string => `{ ${field}(id: "${id}") { id } }`;
    expect(await opened.data(query('link', 'link_local'))).toEqual({ link: { id: 'link_local' } });
    expect(await opened.data(query('endpoint', 'endpoint_us-east-1'))).toEqual({
      endpoint: { id: 'endpoint_us-east-1' },
    });
    for (const field of ['link', 'endpoint', 'transfer']) {
      const { errors } = await opened.run(query(field, `${field}_none`), researcher);
      expect(errors?.[0]?.originalError).toMatchObject({ code: 'NOT_FOUND' });
    }
  });

  it('completes what others point at', async () => {
    const things = await opened.entities(
      [
        { __typename: 'Link', id: 'link_local' },
        { __typename: 'Link', id: 'link_local' },
        { __typename: 'NetworkNode', id: 'networkNode_wuhan' },
        { __typename: 'Endpoint', id: 'endpoint_wuxi-storage' },
        { __typename: 'Link', id: 'link_none' },
      ],
      `... on Link { id name } ... on NetworkNode { id name } ... on Endpoint { id kind center { id } node { id } }`,
    );
    const local = { id: 'link_local', name: 'Network interfaces of this machine' };
    expect(things).toEqual([
      local,
      local,
      { id: 'networkNode_wuhan', name: 'Wuhan' },
      {
        id: 'endpoint_wuxi-storage',
        kind: 'CENTER_STORAGE',
        center: { id: 'center_wuxi' },
        node: { id: 'networkNode_nanjing' },
      },
      null,
    ]);
  });

  it('shows transfers to members of their project only', async () => {
    const query = '{ transfer(id: "transfer_sample-1") { id project { id } submitter { id } job { id } } }';
    const transfer = {
      id: 'transfer_sample-1',
      project: { id: 'project_biomaterials' },
      submitter: { id: 'user_researcher' },
      job: null,
    };
    for (const viewer of [researcher, administrator, gateway])
      expect(await opened.data(query, viewer)).toEqual({ transfer });
    for (const viewer of [student, anonymous]) {
      const { data, errors } = await opened.run(query, viewer);
      expect(data).toEqual({ transfer: null });
      expect(errors?.[0]?.message).toMatch(/There is no transfer with the id/);
    }
    const reference = [{ __typename: 'Transfer', id: 'transfer_sample-1' }];
    expect(await opened.entities(reference, '... on Transfer { id }', researcher)).toEqual([
      { id: 'transfer_sample-1' },
    ]);
    expect(await opened.entities(reference, '... on Transfer { id }', student)).toEqual([null]);
  });

  it('lists the transfers of projects and of viewers, by filter', async () => {
    const query = `{ all: transfers { totalCount nodes { id } }
      active: transfers(first: 1, filter: { active: true }) { totalCount }
      ended: transfers(filter: { active: false }) { totalCount }
      failed: transfers(filter: { states: [FAILED] }) { totalCount }
      other: transfers(filter: { projectId: "project_cfd" }) { totalCount } }`;
    expect(await opened.data(query, researcher)).toEqual({
      all: { totalCount: 1, nodes: [{ id: 'transfer_sample-1' }] },
      active: { totalCount: 1 },
      ended: { totalCount: 0 },
      failed: { totalCount: 0 },
      other: { totalCount: 0 },
    });
    expect(await opened.data('{ transfers { totalCount nodes { id } } }', student)).toEqual({
      transfers: { totalCount: 0, nodes: [] },
    });
    const projects = [
      { __typename: 'Project', id: 'project_biomaterials' },
      { __typename: 'Project', id: 'project_cfd' },
    ];
    const selection = '... on Project { transfers(first: 5, filter: { active: true }) { totalCount nodes { id } } }';
    expect(await opened.entities(projects, selection, researcher)).toEqual([
      { transfers: { totalCount: 1, nodes: [{ id: 'transfer_sample-1' }] } },
      { transfers: { totalCount: 0, nodes: [] } },
    ]);
    expect(await opened.entities(projects, selection, student)).toEqual([
      { transfers: { totalCount: 0, nodes: [] } },
      { transfers: { totalCount: 0, nodes: [] } },
    ]);
  });

  it('has the way that the data of the sample transfer takes', async () => {
    const query = `{ transfer(id: "transfer_sample-1") { simulated path { ipVersion translation bottleneck { id }
      links { id } hops { node { id } link { id } } } } }`;
    expect(await opened.data(query, researcher)).toEqual({
      transfer: {
        simulated: true,
        path: {
          ipVersion: 'IPV4',
          translation: 'NONE',
          bottleneck: { id: 'link_cernet2-beijing-nanjing' },
          links: [{ id: 'link_cernet2-beijing-nanjing' }, { id: 'link_access-wuxi' }],
          hops: [
            { node: { id: 'networkNode_beijing' }, link: { id: 'link_cernet2-beijing-nanjing' } },
            { node: { id: 'networkNode_nanjing' }, link: null },
          ],
        },
      },
    });
  });

  it('has no staging for a job without transfers', async () => {
    const job = [{ __typename: 'Job', id: 'job_sample-1' }];
    const selection = '... on Job { stageIn { id } stageOut { id } }';
    expect(await opened.entities(job, selection, researcher)).toEqual([{ stageIn: null, stageOut: null }]);
  });

  it('writes its sample data once', async () => {
    await using folder = await dataFolder();
    const count = async (): Promise<unknown> =>
      opened.db.execute(sql`select count(*) from links, endpoints, transfers`);
    const before = await count();
    await writeSample(opened.db, systemClock, folder.path);
    expect(await count()).toEqual(before);
  });
});
