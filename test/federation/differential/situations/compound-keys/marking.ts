import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { offerOf } from './data.ts';

export const marking: TestSubgraph = {
  sdl: `
    type Query { marked: [Offer] }
    type Offer @key(fields: "tags parts { n }") { tags: [String!]! parts: [Part!]! mark: String }
    type Part @shareable { n: Int! }
  `,
  resolvers: {
    Query: { marked: () => [{ tags: ['x'], parts: [] }, null, { tags: ['x', 'y'], parts: [{ n: 1 }] }] },
    Offer: {
      __resolveReference: offerOf,
      mark: ({ tags }: { readonly tags: readonly string[] }) => (tags.length === 0 ? null : tags.join('+')),
    },
  },
};
