import type { Situation } from '../../situation.ts';
import { failOf, farOf, nextOf, nodes, numbersOf } from './data.ts';
import { far } from './far.ts';
import { near } from './near.ts';

/** Nulls where there may be none, from both subgraphs, on their way up through lists and objects. */
export const nulls: Situation = {
  name: 'nulls',
  subgraphs: { near, far },
  monolith: {
    Query: { ...near.resolvers?.['Query'], farNode: () => nodes[2], farNodes: () => [nodes[0], nodes[1]] },
    Node: {
      next: nextOf,
      strictNext: nextOf,
      far: farOf,
      numbers: numbersOf,
      fail: failOf,
      mustFail: failOf,
      back: () => nodes[0],
    },
  },
};
