import { afterAll, beforeAll, expect, it } from 'vitest';
import { anonymous, type Viewer } from '../../../lib/viewer.ts';
import { person } from '../../../test/kit/openedSubgraph.ts';
import { type RunningSubgraph, runningSubgraph } from '../../../test/kit/runningSubgraph.ts';
import { marketplace } from '../subgraph.ts';

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await runningSubgraph(marketplace, { sources: ['jobs'] });
  await using owner = subgraph.database.open('marketplace', { max: 1 });
  await owner.sql`update marketplace.products set state = 'DRAFT' where slug = 'pytorch'`;
});
afterAll(async () => {
  await subgraph[Symbol.asyncDispose]();
});

const inTsinghua = { organizationIds: ['organization_tsinghua'] };
const ownerOf = (...organizationIds: readonly string[]): Viewer =>
  person('store-owner', { platformRoles: ['STORE_OWNER'], organizationIds });

const everywhere = `query ($representations: [_Any!]!) {
  product(slug: "pytorch") { id }
  products { totalCount nodes { slug } }
  store(id: "store_ai") { products { totalCount nodes { slug } } }
  _entities(representations: $representations) { ... on Product { slug } }
}`;
const representations = [{ __typename: 'Product', id: 'product_pytorch' }];

it.each<readonly [string, Viewer]>([
  ['a stranger', anonymous],
  ['a member of the organization that owns no stores', person('student', inTsinghua)],
  ['the owner of another store', ownerOf('organization_scut')],
])('hides a product that is not published, wherever it could appear, from %s', async (_who, viewer) => {
  const { data, errors } = await subgraph.run(everywhere, { representations }, viewer);
  expect(data).toEqual({
    product: null,
    products: { totalCount: 2, nodes: [{ slug: 'gromacs' }, { slug: 'openfoam' }] },
    store: { products: { totalCount: 0, nodes: [] } },
    _entities: [null],
  });
  expect(errors).toMatchObject([{ extensions: { code: 'NOT_FOUND' } }]);
});

it.each<readonly [string, Viewer]>([
  ['the owner of its store', ownerOf('organization_tsinghua')],
  ['a platform administrator', person('administrator', { platformRoles: ['PLATFORM_ADMINISTRATOR'] })],
])('shows a product that is not published to %s', async (_who, viewer) => {
  const { data, errors } = await subgraph.run(everywhere, { representations }, viewer);
  expect(errors).toBeUndefined();
  expect(data).toMatchObject({
    product: { id: 'product_pytorch' },
    products: { totalCount: 3 },
    store: { products: { totalCount: 1, nodes: [{ slug: 'pytorch' }] } },
    _entities: [{ slug: 'pytorch' }],
  });
});
