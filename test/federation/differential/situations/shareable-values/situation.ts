import type { Situation } from '../../situation.ts';
import { mapping } from './mapping.ts';
import { pricing } from './pricing.ts';

/** Value types, fields and root fields that two subgraphs resolve alike. */
export const shareableValues: Situation = {
  name: 'shareable-values',
  subgraphs: { mapping, pricing },
  monolith: { Query: { ...mapping.resolvers?.['Query'], ...pricing.resolvers?.['Query'] } },
};
