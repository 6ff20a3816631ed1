import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { labelOf, step } from './data.ts';

export const labelling: TestSubgraph = {
  sdl: `
    type Query { labels: [Label!] }
    type Mutation { label(id: ID!): Label relabel(ids: [ID!]!): [Label!] }
    type Account @key(fields: "id") { id: ID! label: Label! }
    type Label { text: String account: Account seen: [String!] }
  `,
  resolvers: {
    Query: { labels: () => [{ id: '2' }, { id: '3' }] },
    Mutation: {
      label: (_: unknown, { id }: { readonly id: string }) => step('label', id),
      relabel: (_: unknown, { ids }: { readonly ids: readonly string[] }) => ids.map((id) => step('re', id)),
    },
    Account: {
      __resolveReference: ({ id }: { readonly id: string }) => ({ id }),
      label: ({ id }: { readonly id: string }) => ({ id }),
    },
    Label: { text: labelOf, account: ({ id }: { readonly id: string }) => ({ id }) },
  },
};
