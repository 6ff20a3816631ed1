import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { billOf, bills } from './data.ts';

/** Where everything was; what has moved for good is wrong here. */
export const old: TestSubgraph = {
  sdl: `
    type Query { bills: [Bill!] bill(id: ID!): Bill }
    type Bill @key(fields: "id") { id: ID! amount: Int paid: Boolean payer: String note: String }
  `,
  resolvers: {
    Query: { bills: () => bills, bill: (_: unknown, key: { readonly id: string }) => billOf(key) },
    Bill: { __resolveReference: billOf, amount: () => -1 },
  },
};
