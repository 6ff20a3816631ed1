import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { byId, products, type Row, shippingOf } from './data.ts';

export const inventory: TestSubgraph = {
  sdl: `
    type Product @key(fields: "id") {
      id: ID! inStock: Boolean price: Int @external weight: Int! @external
      shipping: Float @requires(fields: "price weight")
    }
  `,
  resolvers: {
    Product: {
      __resolveReference: (reference: Row) => ({ ...reference }),
      inStock: ({ id }: Row) => byId(products, id)?.inStock,
      shipping: shippingOf,
    },
  },
};
