import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { stockOf, traderOf, traders } from './data.ts';

export const people: TestSubgraph = {
  sdl: `
    type Query { traders: [Trader!]! trader(id: ID!): Trader }
    type Trader @key(fields: "id") { id: ID! currency: String! rate: Int! }
    type Stock @key(fields: "id") { id: ID! symbol: String }
  `,
  resolvers: {
    Query: { traders: () => traders, trader: (_: unknown, key: { readonly id: string }) => traderOf(key) },
    Trader: { __resolveReference: traderOf },
    Stock: { __resolveReference: stockOf },
  },
};
