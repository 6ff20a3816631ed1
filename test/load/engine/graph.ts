import { buildSubgraphSchema } from '@apollo/subgraph';
import { type GraphQLSchema, parse } from 'graphql';
import type { SubgraphSource } from '../../../gateway/supergraph/composeSubgraphs.ts';

interface User {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

interface Product {
  readonly upc: string;
  readonly name: string;
  readonly price: number;
  readonly weight: number;
}

interface Review {
  readonly id: string;
  readonly body: string;
  readonly author: User;
  readonly product: Product;
}

const people = ['Ada Okafor', 'Bruno Vidal', 'Chen Lifang', 'Dina Haddad', 'Emil Saarinen', 'Farah Iqbal'];
const users: readonly User[] = people.map((name, index) => ({
  id: `${index + 1}`,
  name,
  username: name.split(' ')[0]?.toLowerCase() ?? name,
}));

const things = ['Table', 'Couch', 'Chair', 'Lamp', 'Shelf', 'Desk', 'Stool', 'Mirror', 'Cabinet'];
const products: readonly Product[] = things.map((name, index) => ({
  upc: `${index + 1}`,
  name,
  price: 54 + index * 173,
  weight: 12 + index * 140,
}));

const opinions = [
  'Solid and worth its price.',
  'Arrived late, but it is fine.',
  'I would not buy it again.',
  'Lovely.',
];

const at = <T>(list: readonly T[], index: number): T => {
  const found = list[index % list.length];
  if (found === undefined) throw new Error('The list is empty');
  return found;
};

/** Four or five of each user; 37 and 9 have no common factor, so that every product is reviewed by different people. */
const reviews: readonly Review[] = Array.from({ length: 28 }, (_, index) => ({
  id: `${index + 1}`,
  body: at(opinions, index),
  author: at(users, index),
  product: at(products, index * 37 + Math.floor(index / users.length)),
}));

interface Definition {
  readonly name: string;
  readonly sdl: string;
  /** The same in federation 1, for a gateway that knows no other. */
  readonly oldSdl: string;
  readonly resolvers: Readonly<Record<string, Readonly<Record<string, (source: never, args: never) => unknown>>>>;
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.3",
  import: ["@key", "@requires", "@provides", "@external", "@shareable"])`;

const byId = ({ id }: { readonly id: string }): User | undefined => users.find((user) => user.id === id);
const byUpc = ({ upc }: { readonly upc: string }): Product | undefined => products.find((one) => one.upc === upc);

const definitions: readonly Definition[] = [
  {
    name: 'accounts',
    sdl: `type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String @shareable }`,
    oldSdl: `extend type Query { me: User user(id: ID!): User users: [User] }
      type User @key(fields: "id") { id: ID! name: String username: String }`,
    resolvers: {
      Query: {
        me: () => users[0],
        user: (_: unknown, args: { readonly id: string }) => byId(args),
        users: () => users,
      },
      User: { __resolveReference: byId },
    },
  },
  {
    name: 'inventory',
    sdl: `type Product @key(fields: "upc") {
        upc: String! weight: Int @external price: Int @external inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    oldSdl: `extend type Product @key(fields: "upc") {
        upc: String! @external weight: Int @external price: Int @external inStock: Boolean
        shippingEstimate: Int @requires(fields: "price weight")
      }`,
    resolvers: {
      Product: {
        __resolveReference: (reference: object) => ({ ...reference }),
        inStock: ({ upc }: Product) => Number(upc) % 3 !== 0,
        shippingEstimate: ({ price, weight }: Product) => (price > 1_000 ? 0 : Math.round(weight / 2)),
      },
    },
  },
  {
    name: 'products',
    sdl: `type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    oldSdl: `extend type Query { topProducts(first: Int = 5): [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price: Int weight: Int }`,
    resolvers: {
      Query: { topProducts: (_: unknown, { first }: { readonly first: number }) => products.slice(0, first) },
      Product: { __resolveReference: byUpc },
    },
  },
  {
    name: 'reviews',
    sdl: `type Review @key(fields: "id") { id: ID! body: String author: User @provides(fields: "username") product: Product }
      type User @key(fields: "id") { id: ID! username: String @external reviews: [Review] }
      type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
    oldSdl: `type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
      extend type User @key(fields: "id") { id: ID! @external reviews: [Review] }
      extend type Product @key(fields: "upc") { upc: String! @external reviews: [Review] }`,
    resolvers: {
      Review: { __resolveReference: ({ id }: Review) => reviews.find((review) => review.id === id) },
      User: {
        __resolveReference: byId,
        reviews: ({ id }: User) => reviews.filter(({ author }) => author.id === id),
      },
      Product: {
        __resolveReference: byUpc,
        reviews: ({ upc }: Product) => reviews.filter(({ product }) => product.upc === upc),
      },
    },
  },
];

/** The four subgraphs as composition takes them: of the shape that benchmarks of federation gateways usually have, with data of our own. */
export function subgraphSources(urlOf: (name: string) => string): SubgraphSource[] {
  return definitions.map(({ name, sdl }) => ({ name, sdl: `${federation}\n${sdl}`, url: urlOf(name) }));
}

/** The subgraphs as federation 1 has them. */
export function federation1Sources(urlOf: (name: string) => string) {
  return definitions.map(({ name, oldSdl }) => ({ name, schema: oldSdl, url: urlOf(name) }));
}

/** What answers for each subgraph, by its name. */
export function subgraphSchemas(): ReadonlyMap<string, GraphQLSchema> {
  return new Map(
    definitions.map(({ name, sdl, resolvers }) => {
      const typeDefs = parse(`${federation}\n${sdl}`);
      // The library types resolvers by `any`; ours are read by its runtime only.
      return [name, buildSubgraphSchema([{ typeDefs, resolvers: resolvers as never }])];
    }),
  );
}
