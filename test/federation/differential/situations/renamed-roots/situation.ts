import type { Situation } from '../../situation.ts';
import { lengthOf, noteOf, notes, reset, write } from './data.ts';
import { measuring } from './measuring.ts';
import { writing } from './writing.ts';

/** Subgraphs that call their root types something else. */
export const renamedRoots: Situation = {
  name: 'renamed-roots',
  subgraphs: { writing, measuring },
  monolith: {
    Query: { ...writing.resolvers?.['Reading'], longest: () => notes[1], self: () => ({ meter: 'm' }) },
    Mutation: { write, remeasure: () => noteOf(write()) },
    Note: { length: lengthOf },
  },
  reset,
};
