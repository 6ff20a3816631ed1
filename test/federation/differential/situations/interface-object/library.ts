import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { lengthOf, media, mediumOf } from './data.ts';

/** Knows what there is. */
export const library: TestSubgraph = {
  sdl: `
    type Query { media: [Medium!] medium(id: ID!): Medium book: Book }
    interface Medium @key(fields: "id") { id: ID! title: String }
    type Book implements Medium @key(fields: "id") { id: ID! title: String pages: Int }
    type Film implements Medium @key(fields: "id") { id: ID! title: String minutes: Int }
  `,
  resolvers: {
    Query: {
      media: () => media,
      medium: (_: unknown, key: { readonly id: string }) => mediumOf(key),
      book: () => media[2],
    },
    Medium: { __resolveReference: mediumOf },
    Book: { __resolveReference: mediumOf, pages: lengthOf },
    Film: { __resolveReference: mediumOf, minutes: lengthOf },
  },
};
