import { afterAll, beforeAll, expect, it } from 'vitest';
import { person } from '../../../test/kit/openedSubgraph.ts';
import { type RunningSubgraph, runningSubgraph } from '../../../test/kit/runningSubgraph.ts';
import { marketplace } from '../subgraph.ts';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await runningSubgraph(marketplace, { sources: ['jobs'] });
});
afterAll(async () => {
  await subgraph[Symbol.asyncDispose]();
});

interface Node {
  readonly [field: string]: unknown;
}

async function gromacs(fields: string, viewer?: Parameters<RunningSubgraph['run']>[2]): Promise<Node> {
  const { data, errors } = await subgraph.run(`{ product(slug: "gromacs") { ${fields} } }`, {}, viewer);
  expect(errors).toBeUndefined();
  return data?.['product'] as Node;
}

it('lists the products of all stores in order, page by page', async () => {
  const first = await subgraph.run(
    '{ products(first: 2) { totalCount nodes { slug } pageInfo { hasNextPage endCursor } } }',
  );
  const page = first.data?.['products'] as { readonly pageInfo: { readonly endCursor: string } };
  expect(page).toMatchObject({
    totalCount: 3,
    nodes: [{ slug: 'gromacs' }, { slug: 'openfoam' }],
    pageInfo: { hasNextPage: true },
  });
  const rest = await subgraph.run(
    'query ($after: String) { products(after: $after) { nodes { slug } edges { cursor } } }',
    {
      after: page.pageInfo.endCursor,
    },
  );
  expect(rest.data?.['products']).toEqual({ nodes: [{ slug: 'pytorch' }], edges: [{ cursor: expect.any(String) }] });
});

it('says that there is no product with an unknown slug', async () => {
  const { data, errors } = await subgraph.run('{ product(slug: "nothing") { id } }');
  expect(data).toEqual({ product: null });
  expect(errors).toMatchObject([{ path: ['product'], extensions: { code: 'NOT_FOUND', argument: 'slug' } }]);
});

it('names a product in both languages and leads to its store', async () => {
  const fields =
    'id slug kind state name zh: name(locale: ZH) summary summaryZh: summary(locale: ZH) store { id owner { id } }';
  expect(await gromacs(fields)).toEqual({
    id: 'product_gromacs',
    slug: 'gromacs',
    kind: 'APPLICATION',
    state: 'PUBLISHED',
    name: 'GROMACS',
    zh: 'GROMACS 分子动力学软件',
    summary: expect.stringContaining('Molecular'),
    summaryZh: expect.stringContaining('分子动力学'),
    store: { id: 'store_materials', owner: { id: 'organization_nsccwx' } },
  });
});

it('lists versions with the newest first, and where each build is installed', async () => {
  const builds =
    'builds { architecture accelerator containerDigest installations { center { id } modulePath simulated } }';
  const { versions } = await gromacs(
    `versions(first: 2) { totalCount nodes { semver ${builds} } pageInfo { hasNextPage } }`,
  );
  expect(versions).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
  const { nodes } = versions as { readonly nodes: readonly Node[] };
  expect(nodes.map(({ semver }) => semver)).toEqual(['2025.0.0', '2024.0.0']);
  const at = (code: string, key: string) => ({
    center: { id: `center_${code}` },
    modulePath: `gromacs/2025.0.0-${key}`,
    simulated: true,
  });
  const built = { architecture: 'x86_64', containerDigest: null };
  expect(nodes[0]?.['builds']).toEqual([
    { ...built, accelerator: 'CUDA', installations: [at('shenzhen', 'gpu'), at('wuxi', 'gpu')] },
    { ...built, accelerator: null, installations: [at('changsha', 'cpu'), at('guangzhou', 'cpu'), at('wuxi', 'cpu')] },
  ]);
});

it('tells what the plans cost, exactly', async () => {
  const money = 'price { amount currency }';
  const { plans } = await gromacs(`plans { id licenceModel ${money} components { name billingType unit ${money} } }`);
  expect(plans).toEqual([
    { id: 'plan_gromacs-free', licenceModel: 'FREE', price: { amount: '0.00', currency: 'CNY' }, components: [] },
    {
      id: 'plan_gromacs-floating',
      licenceModel: 'FLOATING',
      price: { amount: '500.00', currency: 'CNY' },
      components: [
        { name: 'Support', billingType: 'FIXED', unit: 'month', price: { amount: '200.0000', currency: 'CNY' } },
        { name: 'Seats', billingType: 'LIMIT', unit: 'seat', price: { amount: '80.0000', currency: 'CNY' } },
      ],
    },
  ]);
});

it('shows a licence to the one who holds it and to nobody else', async () => {
  const fields = 'myLicence { id seatsTotal seatsFree validTo }';
  expect(await gromacs(fields, person('researcher'))).toEqual({
    myLicence: { id: 'licence_sample-1', seatsTotal: 8, seatsFree: 5, validTo: expect.any(String) },
  });
  expect(await gromacs(fields)).toEqual({ myLicence: null });
  expect(await gromacs(fields, person('pi'))).toEqual({ myLicence: null });
});

it('shows reviews, the newest first, with what they come to, to everyone', async () => {
  const fields =
    'rating { average count } reviews(first: 5) { totalCount nodes { stars author { id } reply { text at } } }';
  expect(await gromacs(fields)).toEqual({
    rating: { average: 4.5, count: 2 },
    reviews: {
      totalCount: 2,
      nodes: [
        { stars: 4, author: { id: 'user_pi' }, reply: null },
        {
          stars: 5,
          author: { id: 'user_researcher' },
          reply: { text: expect.any(String), at: expect.any(String) },
        },
      ],
    },
  });
});

it('marks every measurement of the sample as simulated', async () => {
  const { benchmarks } = await gromacs('benchmarks { center { id } name value unit measuredAt simulated }');
  const list = benchmarks as readonly Node[];
  expect(list.map(({ center }) => center)).toEqual([
    { id: 'center_guangzhou' },
    { id: 'center_shenzhen' },
    { id: 'center_wuxi' },
  ]);
  for (const one of list) expect(one).toMatchObject({ unit: 'ns/day', simulated: true, value: expect.any(Number) });
});

it('resolves stores and products for other subgraphs, null for those it does not know', async () => {
  const { data, errors } = await subgraph.run(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) {
      ... on Product { slug } ... on Store { name } } }`,
    {
      representations: [
        { __typename: 'Product', id: 'product_pytorch' },
        { __typename: 'Product', id: 'product_nothing' },
        { __typename: 'Store', id: 'store_ai' },
        { __typename: 'Store', id: 'store_nothing' },
      ],
    },
  );
  expect(errors).toBeUndefined();
  expect(data?.['_entities']).toEqual([{ slug: 'pytorch' }, null, { name: 'Artificial Intelligence' }, null]);
});
