import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { loudOf, type Thing, things } from './data.ts';

/** Needs the name, and cannot be entered by the id alone. */
export const shouting: TestSubgraph = {
  sdl: `
    type Query { loudThings: [Thing!] }
    type Thing @key(fields: "id", resolvable: false) @key(fields: "id pair { two three }") {
      id: ID! pair: Pair! name: String @external loud: String! @requires(fields: "name") size: Int!
    }
    type Pair @shareable { two: ID! three: ID! }
  `,
  resolvers: {
    Query: { loudThings: () => things.map(({ id, pair }) => ({ id, pair })) },
    Thing: {
      __resolveReference: (reference: Thing) => ({ ...reference }),
      loud: loudOf,
      size: ({ id }: Thing) => Number(id),
    },
  },
};
