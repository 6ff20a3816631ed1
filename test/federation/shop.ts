import { type Channel, channel } from '../../lib/channel.ts';
import { ClientError } from '../../lib/errors.ts';
import type { TestSubgraph } from '../kit/testGraph.ts';
import { media } from './shopMedia.ts';

type Row = Readonly<Record<string, unknown>>;
type Reference = Readonly<Record<string, string>>;

const users = [
  { __typename: 'User', id: 'u1', username: 'ada', name: 'Ada', level: 'GOLD' },
  { __typename: 'User', id: 'u2', username: 'bob', name: 'Bob', level: 'PLAIN' },
  { __typename: 'Bot', id: 'b1', name: 'Crawler', owner: { id: 'u2' } },
];
const people = users.filter(({ __typename }) => __typename === 'User');

const accounts: TestSubgraph = {
  sdl: `
    type Query { me: User users: [User] user(id: ID!): User actors: [Actor!]! accounts: [Account] ghost: User broken: User! maybeBroken: User }
    type Mutation { renameUser(id: ID!, name: String!): User }
    interface Account { id: ID! name: String }
    union Actor = User | Bot
    enum Level { GOLD PLAIN }
    type User implements Account @key(fields: "id") @key(fields: "username") {
      id: ID! username: String! name: String level: Level secret: String strict: String! friends(first: Int = 2): [User!]
    }
    type Bot implements Account @key(fields: "id") { id: ID! name: String owner: User }
  `,
  resolvers: {
    Query: {
      me: () => users[0],
      users: () => people,
      user: (_: unknown, { id }: Reference) => people.find((user) => user.id === id),
      actors: () => users,
      accounts: () => users,
      ghost: () => ({ id: 'u99', username: 'ghost' }),
      broken: () => {
        throw new Error('the password is hunter2');
      },
      maybeBroken: () => {
        throw new ClientError('FORBIDDEN', 'Not for you.', { field: 'maybeBroken' });
      },
    },
    Mutation: {
      renameUser: (_: unknown, { id, name }: Reference) => ({ ...people.find((user) => user.id === id), name }),
    },
    User: {
      __resolveReference: (reference: Reference) =>
        people.find(({ id, username }) => id === reference['id'] || username === reference['username']),
      secret: () => {
        throw new ClientError('FORBIDDEN', 'Secrets stay secret.', { field: 'secret' });
      },
      strict: ({ id }: Row) => (id === 'u2' ? null : 'kept'),
      friends: (_: unknown, { first }: { first: number }) => people.slice(0, first),
    },
    Bot: { __resolveReference: ({ id }: Reference) => users.find((user) => user.id === id) },
  },
};

const products = [
  {
    __typename: 'Product',
    upc: 'p1',
    name: 'Table',
    price: 899,
    weight: 100,
    size: { w: 2, h: 1 },
    tags: ['wood', 'big'],
  },
  { __typename: 'Product', upc: 'p2', name: 'Couch', price: 1299, weight: 1000, size: { w: 3, h: 1 }, tags: [] },
  { __typename: 'Product', upc: 'p3', name: 'Chair', price: 54, weight: 50, size: null, tags: null },
];
const offers = [
  { sku: 's1', region: { code: 'eu' }, title: 'Spring' },
  { sku: 's1', region: { code: 'us' }, title: 'Fall' },
];

const catalog: TestSubgraph = {
  sdl: `
    scalar JSON
    type Query {
      topProducts(first: Int = 5, filter: Filter): [Product] product(upc: String!): Product search(text: String!): [Found]
      offers: [Offer!]! grid: [[Product]!] raw: JSON
    }
    input Filter { maxPrice: Int names: [String!] }
    union Found = Product | Category
    type Category @key(fields: "slug") { slug: ID! name: String products: [Product!] }
    type Product @key(fields: "upc") {
      upc: String! name: String price: Int @shareable weight: Int size: Size tags: [String!] currency(code: String = "EUR"): String
    }
    type Size @shareable { w: Int h: Int }
    type Offer @key(fields: "sku region { code }") { sku: ID! region: Region! title: String }
    type Region @shareable { code: ID! }
  `,
  resolvers: {
    Query: {
      topProducts: (
        _: unknown,
        { first, filter }: { first: number; filter?: { maxPrice?: number; names?: string[] } },
      ) =>
        products
          .filter(({ price, name }) => price <= (filter?.maxPrice ?? 1e6) && (filter?.names?.includes(name) ?? true))
          .slice(0, first),
      product: (_: unknown, { upc }: Reference) => products.find((product) => product.upc === upc),
      search: () => [products[0], { __typename: 'Category', slug: 'c1', name: 'Seats' }, null],
      offers: () => offers,
      grid: () => [
        [products[0], products[1]],
        [products[2], null, products[0]],
      ],
      raw: () => ({ any: ['thing', { nested: null }] }),
    },
    Category: { products: () => [products[1], products[2]] },
    Product: {
      __resolveReference: ({ upc }: Reference) => products.find((product) => product.upc === upc),
      currency: (_: unknown, { code }: Reference) => code,
    },
    Offer: {
      __resolveReference: ({ sku, region }: { sku: string; region: { code: string } }) =>
        offers.find((offer) => offer.sku === sku && offer.region.code === region.code),
    },
  },
};

const inventory: TestSubgraph = {
  sdl: `
    type Query { scarce: [Product!] }
    type Product @key(fields: "upc") {
      upc: String! inStock: Boolean weight: Int @external price: Int @external size: Size @external
      shipping: Int @requires(fields: "price weight") area: Int @requires(fields: "size { w h }") shelves: [[Shelf!]!]
    }
    type Size @shareable { w: Int h: Int }
    type Shelf { number: Int! holds: Product }
    type Offer @key(fields: "sku region { code }") { sku: ID! region: Region! left: Int }
    type Region @shareable { code: ID! }
    type Category @key(fields: "slug") { slug: ID! stockOf: Int }
  `,
  resolvers: {
    Query: { scarce: () => [{ upc: 'p3' }, { upc: 'p1' }] },
    Product: {
      __resolveReference: (reference: Row) => ({ ...reference }),
      inStock: ({ upc }: Row) => upc !== 'p2',
      shipping: ({ price, weight }: { price: number; weight: number }) => (price > 1000 ? 0 : weight / 2),
      area: ({ size }: { size: { w: number; h: number } | null }) => (size === null ? null : size.w * size.h),
      shelves: ({ upc }: Row) => [[{ number: 1, holds: { upc } }], [], [{ number: 2, holds: { upc: 'p2' } }]],
    },
    Offer: {
      __resolveReference: (reference: Row) => ({ ...reference }),
      left: ({ sku, region }: { sku: string; region: { code: string } }) => `${sku}${region.code}`.length,
    },
    Category: { __resolveReference: (reference: Row) => ({ ...reference }), stockOf: () => 7 },
  },
};

const reviews = Array.from({ length: 12 }, (_, index) => ({
  id: `r${index}`,
  body: `Review ${index}`,
  stars: index % 5,
  author: { __typename: 'User', id: index % 2 === 0 ? 'u1' : 'u2', username: index % 2 === 0 ? 'ada' : 'bob' },
  product: { upc: `p${(index % 3) + 1}` },
}));

/** The live events of one shop: tests push into `events` what subscribers get. */
export interface Shop {
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  readonly events: Channel<{ readonly reviewed: Row | null }>;
  /** Names that `note` was called with, in order. */
  readonly notes: string[];
}

/** A web shop of five subgraphs, small but with every way of federation to hang together. */
export function shop(): Shop {
  let closed = 0;
  const notes: string[] = [];
  const events = channel<{ readonly reviewed: Row | null }>(100, () => {
    closed += 1;
    notes.push(`closed ${closed}`);
  });
  const reviewing: TestSubgraph = {
    sdl: `
      type Query { reviews(first: Int = 12): [Review!]! review(id: ID!): Review }
      type Mutation { note(text: String!): Review fail(text: String!): Review }
      type Subscription { reviewed: Review refused: Review badly: Review }
      type Review @key(fields: "id") {
        id: ID! body: String stars: Int! author: User @provides(fields: "username") product: Product weak: Weak
      }
      type Weak { must: String! }
      type User @key(fields: "id") { id: ID! username: String! @external reviews: [Review] reviewCount: Int }
      type Product @key(fields: "upc") { upc: String! reviews: [Review!] flaky: String }
    `,
    resolvers: {
      Query: {
        reviews: (_: unknown, { first }: { first: number }) => reviews.slice(0, first),
        review: (_: unknown, { id }: Reference) => reviews.find((review) => review.id === id),
      },
      Mutation: {
        note: async (_: unknown, { text }: Reference) => {
          await new Promise((resolve) => setImmediate(resolve));
          notes.push(text ?? '');
          return reviews[0];
        },
        fail: (_: unknown, { text }: Reference) => {
          notes.push(text ?? '');
          throw new ClientError('CONFLICT', 'It cannot be done twice.');
        },
      },
      Subscription: {
        reviewed: { subscribe: () => events },
        refused: {
          subscribe: () => {
            throw new ClientError('BAD_CURSOR', 'Not one of ours.', { argument: 'after' });
          },
        },
        badly: {
          subscribe: async function* () {
            yield { badly: reviews[1] };
            throw new ClientError('CONFLICT', 'The log was rewritten.');
          },
        },
      },
      Review: { weak: ({ id }: Row) => (id === 'r1' ? {} : { must: 'be' }) },
      User: {
        __resolveReference: ({ id }: Reference) => ({ id }),
        reviews: ({ id }: Row) => reviews.filter(({ author }) => author.id === id),
        reviewCount: ({ id }: Row) => reviews.filter(({ author }) => author.id === id).length,
      },
      Product: {
        __resolveReference: ({ upc }: Reference) => ({ upc }),
        reviews: ({ upc }: Row) => reviews.filter(({ product }) => product.upc === upc),
        flaky: ({ upc }: Row) => {
          if (upc === 'p2') throw new ClientError('NOT_FOUND', 'No such thing.', { upc });
          return 'fine';
        },
      },
    },
  };
  return { subgraphs: { accounts, catalog, inventory, reviews: reviewing, ...media }, events, notes };
}
