import type { Situation } from '../../situation.ts';
import { offers } from './data.ts';
import { marking } from './marking.ts';
import { selling } from './selling.ts';
import { stocking } from './stocking.ts';

/** Keys of several fields, with objects in objects, and with lists of objects. */
export const compoundKeys: Situation = {
  name: 'compound-keys',
  subgraphs: { selling, stocking, marking },
  monolith: {
    Query: { ...selling.resolvers?.['Query'], marked: () => [offers[1], null, offers[0]] },
    Offer: marking.resolvers?.['Offer'],
  },
};
