import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { type Person, people, personOf } from './data.ts';

export const directory: TestSubgraph = {
  sdl: `
    type Query { people: [Person!]! person(id: ID!): Person }
    type Person @key(fields: "id") @key(fields: "email") { id: ID! email: String! name: String }
  `,
  resolvers: {
    Query: { people: () => people, person: (_: unknown, { id }: Person) => personOf({ id }) },
    Person: { __resolveReference: personOf },
  },
};
