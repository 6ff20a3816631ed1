import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { byId, products, type Row } from './data.ts';

export const catalog: TestSubgraph = {
  sdl: `
    type Query { topProducts(first: Int = 3): [Product] product(id: ID!): Product }
    type Product @key(fields: "id") { id: ID! name: String price: Int weight: Int! }
  `,
  resolvers: {
    Query: {
      topProducts: (_: unknown, { first }: { readonly first: number | null }) => products.slice(0, first ?? 1),
      product: (_: unknown, { id }: Row) => byId(products, id),
    },
    Product: { __resolveReference: ({ id }: Row) => byId(products, id) },
  },
};
