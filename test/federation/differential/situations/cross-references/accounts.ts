import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { byId, type Row, users } from './data.ts';

export const accounts: TestSubgraph = {
  sdl: `
    type Query { me: User users: [User!]! user(id: ID!): User }
    type User @key(fields: "id") { id: ID! name: String username: String }
  `,
  resolvers: {
    Query: { me: () => users[0], users: () => users, user: (_: unknown, { id }: Row) => byId(users, id) },
    User: { __resolveReference: ({ id }: Row) => byId(users, id) },
  },
};
