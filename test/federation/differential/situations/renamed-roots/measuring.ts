import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { lengthOf, write } from './data.ts';

/** Has types called as the roots are elsewhere. */
export const measuring: TestSubgraph = {
  sdl: `
    schema { query: RootQuery mutation: RootMutation }
    type RootQuery { longest: Note self: Reading }
    type RootMutation { remeasure: Note }
    type Reading { meter: String }
    type Note @key(fields: "id") { id: ID! length: Int! }
  `,
  resolvers: {
    RootQuery: { longest: () => ({ id: '2' }), self: () => ({ meter: 'm' }) },
    RootMutation: { remeasure: () => ({ id: write().id }) },
    Note: { __resolveReference: (reference: object) => ({ ...reference }), length: lengthOf },
  },
};
