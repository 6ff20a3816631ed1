import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { byId, type Row, reviews, reviewsOf } from './data.ts';

export const reviewing: TestSubgraph = {
  sdl: `
    type Query { reviews: [Review] review(id: ID!): Review }
    type Review @key(fields: "id") { id: ID! body: String stars: Int! author: User product: Product! }
    type User @key(fields: "id") { id: ID! reviews: [Review] }
    type Product @key(fields: "id") { id: ID! reviews: [Review!] }
  `,
  resolvers: {
    Query: { reviews: () => reviews, review: (_: unknown, { id }: Row) => byId(reviews, id) },
    Review: { __resolveReference: ({ id }: Row) => byId(reviews, id) },
    User: { __resolveReference: ({ id }: Row) => ({ id }), reviews: ({ id }: Row) => reviewsOf('author', id) },
    Product: { __resolveReference: ({ id }: Row) => ({ id }), reviews: ({ id }: Row) => reviewsOf('product', id) },
  },
};
