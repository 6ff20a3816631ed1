import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { criticsOf, loudOf, ratingOf } from './data.ts';

/** Knows only that there are media. */
export const critique: TestSubgraph = {
  sdl: `
    type Query { rated: [Medium] worst: Medium }
    type Medium @key(fields: "id") @interfaceObject {
      id: ID! title: String @external rating: Int loud: String! @requires(fields: "title") critics: [Critic!]!
    }
    type Critic { id: ID! says: String about: Medium }
  `,
  resolvers: {
    Query: { rated: () => [{ id: '2' }, null, { id: '1' }], worst: () => ({ id: '3' }) },
    Medium: {
      __resolveReference: (reference: object) => ({ ...reference }),
      rating: ratingOf,
      loud: loudOf,
      critics: criticsOf,
    },
    Critic: { about: ({ id }: { readonly id: string }) => ({ id: id.slice(0, 1) }) },
  },
};
