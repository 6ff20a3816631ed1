import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { articleOf, articles } from './data.ts';

export const publishing: TestSubgraph = {
  sdl: `
    type Query { articles: [Article] article(id: ID!): Article @provides(fields: "author { name }") }
    type Article @key(fields: "id") {
      id: ID! text: String author: Person
      signer: Signer @provides(fields: "... on Person { name } ... on Robot { name }")
      source: Being @provides(fields: "... on Person { name }")
    }
    union Signer = Person | Robot
    interface Being { id: ID! }
    type Person implements Being @key(fields: "id") { id: ID! name: String @external }
    type Robot implements Being @key(fields: "id") { id: ID! name: String @external }
  `,
  resolvers: {
    Query: { articles: () => articles, article: (_: unknown, key: { readonly id: string }) => articleOf(key) },
    Article: { __resolveReference: articleOf },
  },
};
