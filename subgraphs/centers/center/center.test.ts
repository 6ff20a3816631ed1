import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RunningSubgraph, runningSubgraph } from '../../../test/kit/runningSubgraph.ts';
import { centers } from '../subgraph.ts';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await runningSubgraph(centers, { sources: ['jobs'] });
});
afterAll(async () => {
  await subgraph[Symbol.asyncDispose]();
});

interface Node {
  readonly [field: string]: unknown;
}

interface List {
  readonly totalCount: number;
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
}

async function list(args: string, fields = 'code'): Promise<List> {
  const selection = `totalCount nodes { ${fields} } pageInfo { hasNextPage endCursor }`;
  const { data, errors } = await subgraph.run(`{ centers${args} { ${selection} } }`);
  expect(errors).toBeUndefined();
  return data?.['centers'] as List;
}

const codesOf = ({ nodes }: List): unknown[] => nodes.map(({ code }) => code);

it('lists the seven centers of the network in order, then this machine', async () => {
  const all = await list('(first: 50)');
  expect(all.totalCount).toBe(8);
  expect(codesOf(all)).toEqual(['wuxi', 'guangzhou', 'shenzhen', 'changsha', 'cas', 'zhengzhou', 'jinan', 'local']);
});

it('goes on after a cursor, and tells when there is no more', async () => {
  const first = await list('(first: 5)');
  expect(first.pageInfo.hasNextPage).toBe(true);
  const rest = await list(`(first: 5, after: "${first.pageInfo.endCursor}")`);
  expect(codesOf(rest)).toEqual(['zhengzhou', 'jinan', 'local']);
  expect(rest.pageInfo.hasNextPage).toBe(false);
  expect(rest.totalCount).toBe(8);
});

it('lists only the centers that fit every field of the filter', async () => {
  expect((await list('(filter: { accessState: TESTING })')).totalCount).toBe(3);
  expect(codesOf(await list('(filter: { accessState: CONNECTED, simulated: true })'))).toEqual([
    'wuxi',
    'guangzhou',
    'shenzhen',
    'changsha',
  ]);
  expect(codesOf(await list('(filter: { simulated: false })'))).toEqual(['local']);
  expect(codesOf(await list('(filter: { serviceKind: AI, simulated: null })'))).toEqual([]);
});

it('refuses pages that are too large and cursors of elsewhere', async () => {
  const large = await subgraph.run('{ centers(first: 1000) { totalCount } }');
  expect(large.errors?.[0]).toMatchObject({
    extensions: { code: 'BAD_USER_INPUT' },
    message: expect.stringContaining('first'),
  });
  const foreign = await subgraph.run('{ centers(after: "abc") { totalCount } }');
  expect(foreign.errors?.[0]).toMatchObject({ extensions: { code: 'BAD_CURSOR' } });
});

it('finds a center by its id and by its code, with its name in both languages', async () => {
  const fields = 'id code name(locale: ZH) nameEn: name(locale: EN) simulated ownerKind location { city }';
  const { data } = await subgraph.run(
    `{ center(id: "center_wuxi") { ${fields} } centerByCode(code: "wuxi") { ${fields} } }`,
  );
  expect(data?.['center']).toEqual({
    id: 'center_wuxi',
    code: 'wuxi',
    name: '国家超级计算无锡中心',
    nameEn: 'National Supercomputing Center in Wuxi',
    simulated: true,
    ownerKind: 'NATIONAL',
    location: { city: 'Wuxi' },
  });
  expect(data?.['centerByCode']).toEqual(data?.['center']);
});

it('says that there is no center with an unknown id or code', async () => {
  const { data, errors } = await subgraph.run('{ center(id: "center_nowhere") { id } centerByCode(code: "") { id } }');
  expect(data).toEqual({ center: null, centerByCode: null });
  expect(errors?.map(({ path, extensions }) => [path, extensions])).toEqual(
    expect.arrayContaining([
      [['center'], { code: 'NOT_FOUND', argument: 'id' }],
      [['centerByCode'], { code: 'NOT_FOUND', argument: 'code' }],
    ]),
  );
});

it('shows the declared sizes as idle before a scheduler has told of its load', async () => {
  const fields = `capacity { nodes { total allocated idle down } cores { total idle } accelerators { vendor total allocated } observedAt }
    queue { running pending medianWaitSeconds } energy { pue powerWatts }
    partitions { nodes coresPerNode accelerator { perNode } }`;
  const { data } = await subgraph.run(`{ center(id: "center_wuxi") { ${fields} } }`);
  const center = data?.['center'] as Node;
  const partitions = center['partitions'] as readonly {
    readonly nodes: number;
    readonly coresPerNode: number;
    readonly accelerator: { readonly perNode: number } | null;
  }[];
  const total = (sizeOf: (partition: (typeof partitions)[number]) => number): number =>
    partitions.reduce((sum, partition) => sum + sizeOf(partition), 0);
  const nodes = total((partition) => partition.nodes);
  const cores = total((partition) => partition.nodes * partition.coresPerNode);
  const accelerators = total((partition) => partition.nodes * (partition.accelerator?.perNode ?? 0));
  expect(partitions).toHaveLength(2);
  expect(center).toMatchObject({
    capacity: {
      nodes: { total: nodes, allocated: 0, idle: nodes, down: 0 },
      cores: { total: cores, idle: cores },
      accelerators: [{ vendor: 'Simulated', total: accelerators, allocated: 0 }],
      observedAt: null,
    },
    queue: { running: 0, pending: 0, medianWaitSeconds: null },
    energy: { pue: expect.any(Number), powerWatts: null },
  });
});

it('leads from a center to its clusters, partitions and front ends, and back', async () => {
  const { data, errors } = await subgraph.run(`{ center(id: "center_jinan") {
    clusters { id scheduler partitions { name isDefault center { id } } } frontEnds { id name } } }`);
  expect(errors).toBeUndefined();
  const center = { id: 'center_jinan' };
  expect(data?.['center']).toEqual({
    clusters: [
      {
        id: 'cluster_jinan-main',
        scheduler: 'simulated',
        partitions: [
          { name: 'cpu', isDefault: true, center },
          { name: 'gpu', isDefault: false, center },
        ],
      },
    ],
    frontEnds: [
      { id: 'frontEnd_jinan-1', name: 'jinan-front-1' },
      { id: 'frontEnd_jinan-2', name: 'jinan-front-2' },
    ],
  });
});

it('tells the maintenance windows that are still to come apart from those that are over', async () => {
  const { data } = await subgraph.run(`{ center(id: "center_changsha") {
    all: maintenance { id } coming: maintenance(upcoming: true) { id startsAt endsAt } over: maintenance(upcoming: false) { id } } }`);
  expect(data?.['center']).toMatchObject({
    all: [{ id: 'maintenanceWindow_sample-1' }],
    coming: [{ id: 'maintenanceWindow_sample-1' }],
    over: [],
  });
});

it('resolves centers and partitions for other subgraphs, null for those it does not know', async () => {
  const representations = ['center_cas', 'center_nowhere']
    .map((id) => ({ __typename: 'Center', id }))
    .concat(['partition_cas-gpu', 'partition_nowhere'].map((id) => ({ __typename: 'Partition', id })));
  const { data, errors } = await subgraph.run(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Center { code } ... on Partition { name center { code } } } }`,
    { representations },
  );
  expect(errors).toBeUndefined();
  expect(data?.['_entities']).toEqual([{ code: 'cas' }, null, { name: 'gpu', center: { code: 'cas' } }, null]);
});
