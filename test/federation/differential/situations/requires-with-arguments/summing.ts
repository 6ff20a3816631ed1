import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { digestOf, type Post, summaryOf } from './data.ts';

export const summing: TestSubgraph = {
  sdl: `
    type Post @key(fields: "id") {
      id: ID! title(loud: Boolean = false): String! @external comments(limit: Int): [Comment!]! @external
      summary: String! @requires(fields: "comments(limit: 3) { by }")
      digest: String! @requires(fields: "comments(limit: 2) { by } title(loud: true)")
    }
    type Comment { by: String @external }
  `,
  resolvers: {
    Post: { __resolveReference: (reference: Post) => ({ ...reference }), summary: summaryOf, digest: digestOf },
  },
};
