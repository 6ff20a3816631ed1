import type { Situation } from '../../situation.ts';
import { modern } from './modern.ts';
import { old } from './old.ts';

/** Fields that have moved to another subgraph, and fields that are moving by label: both sides still answer those alike. */
export const override: Situation = {
  name: 'override',
  subgraphs: { old, modern },
  monolith: { Query: { ...old.resolvers?.['Query'], ...modern.resolvers?.['Query'] } },
};
