import type { Situation } from '../../situation.ts';
import { publishing } from './publishing.ts';
import { registry } from './registry.ts';

/** Fields provided along some ways: on an object, below a root field, on a union and on an interface. */
export const provides: Situation = {
  name: 'provides',
  subgraphs: { registry, publishing },
  monolith: { Query: { ...registry.resolvers?.['Query'], ...publishing.resolvers?.['Query'] } },
};
