import type { Situation } from '../../situation.ts';
import { counting } from './counting.ts';
import { countOf } from './data.ts';
import { storing } from './storing.ts';

/** Every kind of argument in literals and variables: enums, custom scalars, lists of lists, nested input objects with defaults. */
export const inputs: Situation = {
  name: 'inputs',
  subgraphs: { storing, counting },
  monolith: {
    Query: storing.resolvers?.['Query'],
    Item: { echo: storing.resolvers?.['Item'].echo, count: countOf, largest: counting.resolvers?.['Item'].largest },
  },
};
