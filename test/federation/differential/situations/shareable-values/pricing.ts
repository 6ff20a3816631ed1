import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { placeOf, places } from './data.ts';

export const pricing: TestSubgraph = {
  sdl: `
    type Query { places: [Place!]! @shareable place(id: ID!): Place @shareable money: Money }
    type Place @key(fields: "id") { id: ID! at: Point @shareable money: Money }
    type Point @shareable { lat: Float long: Float label: Label }
    type Label @shareable { text: String! language: String }
    type Money { amount: Int! currency: String! }
  `,
  resolvers: {
    Query: {
      places: () => places,
      place: (_: unknown, key: { readonly id: string }) => placeOf(key),
      money: () => places[1]?.money,
    },
    Place: { __resolveReference: placeOf },
  },
};
