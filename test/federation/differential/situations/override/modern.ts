import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { billOf, bills } from './data.ts';

export const modern: TestSubgraph = {
  sdl: `
    type Query { latest: Bill bill(id: ID!): Bill @override(from: "old") }
    type Bill @key(fields: "id") {
      id: ID! amount: Int @override(from: "old") paid: Boolean @override(from: "old", label: "percent(50)")
      payer: String @override(from: "old", label: "moved")
    }
  `,
  resolvers: {
    Query: { latest: () => bills[1], bill: (_: unknown, key: { readonly id: string }) => billOf(key) },
    Bill: { __resolveReference: billOf },
  },
};
