import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { commentsOf, postOf, posts, titleOf } from './data.ts';

export const posting: TestSubgraph = {
  sdl: `
    type Query { posts: [Post!]! post(id: ID!): Post }
    type Post @key(fields: "id") { id: ID! title(loud: Boolean = false): String! comments(limit: Int): [Comment!]! }
    type Comment { id: ID! by: String }
  `,
  resolvers: {
    Query: { posts: () => posts, post: (_: unknown, key: { readonly id: string }) => postOf(key) },
    Post: { __resolveReference: postOf, comments: commentsOf, title: titleOf },
  },
};
