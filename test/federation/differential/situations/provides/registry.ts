import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { byId, people, robots } from './data.ts';

export const registry: TestSubgraph = {
  sdl: `
    type Query { people: [Person!] beings: [Being] }
    interface Being { id: ID! name: String }
    type Person implements Being @key(fields: "id") { id: ID! name: String @shareable age: Int }
    type Robot implements Being @key(fields: "id") { id: ID! name: String @shareable maker: Person }
  `,
  resolvers: {
    Query: { people: () => people, beings: () => [...robots, null, ...people] },
    Person: { __resolveReference: byId },
    Robot: { __resolveReference: byId },
  },
};
