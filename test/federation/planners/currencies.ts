import type { TestSubgraph } from '../../kit/testGraph.ts';

interface Sent {
  readonly upc: string;
  readonly price?: number;
  readonly weight?: number;
  readonly category?: { readonly averagePrice?: number };
}

const products = [
  { upc: 'p1', name: 'Table', price: 11, weight: 1, category: { averagePrice: 11 } },
  { upc: 'p2', name: 'Couch', price: 22, weight: 2, category: { averagePrice: 22 } },
];

/** Two fields require one and the same field with different arguments, and clients may ask for it with a third one or put another in its place. */
export const currencies: Readonly<Record<string, TestSubgraph>> = {
  shipping: {
    sdl: `
      type Product @key(fields: "upc") {
        upc: String!
        weight: Int @external
        price(currency: String!): Int @external
        category: Category @external
        shipping: Int @requires(fields: "price(currency: \\"USD\\") weight")
        shippingInEuro: Int @requires(fields: "price(currency: \\"EUR\\") weight")
        isExpensive: Boolean @requires(fields: "category { averagePrice(currency: \\"USD\\") }")
      }
      type Category @external { averagePrice(currency: String!): Int }
    `,
    resolvers: {
      Product: {
        __resolveReference: (reference: object) => reference,
        shipping: ({ price = Number.NaN, weight = Number.NaN }: Sent) => price * weight * 10,
        shippingInEuro: ({ price = Number.NaN, weight = Number.NaN }: Sent) => price * weight * 10,
        isExpensive: ({ category }: Sent) => (category?.averagePrice ?? Number.NaN) > 11,
      },
    },
  },
  catalog: {
    sdl: `
      type Query { products: [Product] }
      type Product @key(fields: "upc") { upc: String! name: String price(currency: String!): Int weight: Int category: Category }
      type Category { averagePrice(currency: String!): Int }
    `,
    resolvers: {
      Query: { products: () => products },
      Product: {
        __resolveReference: ({ upc }: Sent) => products.find((product) => product.upc === upc),
        price: ({ price }: { price: number }, { currency }: { currency: string }) =>
          currency === 'EUR' ? price * 2 : price,
      },
    },
  },
};
