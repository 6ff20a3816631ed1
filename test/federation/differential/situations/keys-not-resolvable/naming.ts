import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { type Thing, thingOf, things } from './data.ts';

/** Knows names, and can be asked by the whole key only. */
export const naming: TestSubgraph = {
  sdl: `
    type Query { things: [Thing!]! }
    type Thing
      @key(fields: "id") @key(fields: "pair { two three }", resolvable: false) @key(fields: "id pair { two three }") {
      id: ID! pair: Pair! name: String
    }
    type Pair @shareable { two: ID! three: ID! }
  `,
  resolvers: { Query: { things: () => things }, Thing: { __resolveReference: ({ id }: Thing) => thingOf(id) } },
};
