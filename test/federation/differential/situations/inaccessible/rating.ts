import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { filmOf, films } from './data.ts';

/** Can be asked only by a key that clients cannot see. */
export const rating: TestSubgraph = {
  sdl: `
    type Query { best: Film }
    type Film @key(fields: "code") { code: Int! score: Int }
  `,
  resolvers: { Query: { best: () => films[1] }, Film: { __resolveReference: filmOf } },
};
