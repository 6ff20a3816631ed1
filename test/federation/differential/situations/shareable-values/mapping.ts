import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { placeOf, places } from './data.ts';

export const mapping: TestSubgraph = {
  sdl: `
    type Query { places: [Place!]! @shareable place(id: ID!): Place @shareable }
    type Place @key(fields: "id") { id: ID! at: Point @shareable area: [Point!] }
    type Point @shareable { lat: Float long: Float label: Label }
    type Label @shareable { text: String! language: String }
  `,
  resolvers: {
    Query: { places: () => places, place: (_: unknown, key: { readonly id: string }) => placeOf(key) },
    Place: { __resolveReference: placeOf },
  },
};
