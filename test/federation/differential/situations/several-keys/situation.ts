import type { Situation } from '../../situation.ts';
import { building } from './building.ts';
import { directory } from './directory.ts';
import { payroll } from './payroll.ts';

/** No key that all subgraphs share: from the directory to the building the way goes over the payroll. */
export const severalKeys: Situation = {
  name: 'several-keys',
  subgraphs: { directory, payroll, building },
  monolith: {
    Query: { ...directory.resolvers?.['Query'], ...payroll.resolvers?.['Query'], ...building.resolvers?.['Query'] },
    Person: building.resolvers?.['Person'],
  },
};
