import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { all, byId, favourite, found, places } from './data.ts';

export const owning: TestSubgraph = {
  sdl: `
    type Query { all: [Named!]! found: [[Thing]!]! maybe: [[Thing]] favourite: Pet places: [Place!] }
    interface Named { name: String }
    interface Pet implements Named { id: ID! name: String }
    interface Place implements Named { id: ID! name: String }
    union Thing = Cat | Dog | Shop | Park
    union Animal = Cat | Dog
    type Cat implements Pet & Named @key(fields: "id") { id: ID! name: String lives: Int }
    type Dog implements Pet & Named @key(fields: "id") { id: ID! name: String barks: Boolean! }
    type Shop implements Place & Named @key(fields: "id") { id: ID! name: String pets: [Pet] lead: Animal }
    type Park implements Place & Named @key(fields: "id") { id: ID! name: String visitors: [[Animal]!] }
  `,
  resolvers: {
    Query: {
      all: () => all,
      found: () => found.filter((row) => row !== null),
      maybe: () => found,
      favourite: () => favourite,
      places: () => places,
    },
    Cat: { __resolveReference: byId },
    Dog: { __resolveReference: byId },
    Shop: { __resolveReference: byId },
    Park: { __resolveReference: byId },
  },
};
