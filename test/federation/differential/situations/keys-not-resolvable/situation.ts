import type { Situation } from '../../situation.ts';
import { loudOf, things } from './data.ts';
import { naming } from './naming.ts';
import { pointing } from './pointing.ts';
import { shouting } from './shouting.ts';

/** Keys of which some only name an object and lead nowhere, mixed with compound ones that do lead somewhere. */
export const keysNotResolvable: Situation = {
  name: 'keys-not-resolvable',
  subgraphs: { naming, shouting, pointing },
  monolith: {
    Query: {
      things: () => things,
      loudThings: () => things,
      pointers: () => [
        { label: 'a', thing: things[1] },
        { label: null, thing: null },
        { label: 'c', thing: things[0] },
      ],
    },
    Thing: { loud: loudOf, size: shouting.resolvers?.['Thing'].size },
  },
};
