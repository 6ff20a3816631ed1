import type { Situation } from '../../situation.ts';
import { drafts, films } from './data.ts';
import { rating } from './rating.ts';
import { studio } from './studio.ts';

/** A key, a type, an enum value and an argument that clients cannot see: what would show them is null. */
export const inaccessible: Situation = {
  name: 'inaccessible',
  subgraphs: { studio, rating },
  monolith: {
    Query: { ...studio.resolvers?.['Query'], ...rating.resolvers?.['Query'], works: () => [...films, ...drafts] },
  },
};
