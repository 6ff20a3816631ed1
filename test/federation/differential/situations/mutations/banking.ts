import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { balanceOf, step } from './data.ts';

export const banking: TestSubgraph = {
  sdl: `
    type Query { account(id: ID!): Account }
    type Mutation { pay(id: ID!): Account! mayPay(id: ID! = "1", note: String): Account }
    type Account @key(fields: "id") { id: ID! balance: Int seen: [String!] }
  `,
  resolvers: {
    Query: { account: (_: unknown, { id }: { readonly id: string }) => ({ id, seen: [] }) },
    Mutation: {
      pay: (_: unknown, { id }: { readonly id: string }) => step('pay', id),
      mayPay: (_: unknown, { id }: { readonly id: string }) => (id === '9' ? null : step('may', id)),
    },
    Account: { __resolveReference: ({ id }: { readonly id: string }) => ({ id }), balance: balanceOf },
  },
};
