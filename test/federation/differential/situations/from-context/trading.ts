import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { priceIn, traderOf } from './data.ts';

export const trading: TestSubgraph = {
  sdl: `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.8", import: ["@key", "@external", "@context", "@fromContext"])
    type Trader @key(fields: "id") @context(name: "trader") {
      id: ID! currency: String! @external rate: Int! @external stocks: [Stock!]!
    }
    type Stock @key(fields: "id") {
      id: ID!
      price(
        currency: String @fromContext(field: "$trader { currency }")
        rate: Int @fromContext(field: "$trader { rate }")
        loud: Boolean = false
      ): String
    }
  `,
  resolvers: {
    Trader: { __resolveReference: traderOf },
    Stock: {
      __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
      price: ({ id }: { readonly id: string }, args: { currency: string; rate: number; loud: boolean | null }) =>
        `${priceIn(id, args)}${args.loud === true ? '!' : ''}`,
    },
  },
};
