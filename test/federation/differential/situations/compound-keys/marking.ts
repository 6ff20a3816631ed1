import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { offerOf, offers } from './data.ts';

export const marking: TestSubgraph = {
  sdl: `
    type Query { marked: [Offer] }
    type Offer @key(fields: "tags parts { n }") { tags: [String!]! parts: [Part!]! mark: String }
    type Part @shareable { n: Int! }
  `,
  resolvers: {
    Query: { marked: () => [offers[1], null, offers[0]] },
    Offer: {
      __resolveReference: offerOf,
      mark: ({ tags }: { readonly tags: readonly string[] }) => (tags.length === 0 ? null : tags.join('+')),
    },
  },
};
