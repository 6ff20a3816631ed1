import type { Situation } from '../../situation.ts';
import { befriending } from './befriending.ts';
import { ageOf, friendsOf, homeOf, openOf } from './data.ts';
import { owning } from './owning.ts';

const pet = { age: ageOf, friends: friendsOf, home: homeOf };

/** Interfaces over interfaces, unions whose members implement them, in lists of lists, across two subgraphs. */
export const abstractTypes: Situation = {
  name: 'abstract-types',
  subgraphs: { owning, befriending },
  monolith: {
    Query: { ...owning.resolvers?.['Query'], ...befriending.resolvers?.['Query'] },
    Cat: pet,
    Dog: pet,
    Shop: { open: openOf },
    Park: { open: openOf },
  },
};
