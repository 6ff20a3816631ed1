import type { Situation } from '../../situation.ts';
import { critique } from './critique.ts';
import { criticsOf, lengthOf, loudOf, media, mediumOf, ratingOf } from './data.ts';
import { library } from './library.ts';

const common = { rating: ratingOf, loud: loudOf, critics: criticsOf };

/** An interface that one subgraph takes for an object, entered from both sides. */
export const interfaceObject: Situation = {
  name: 'interface-object',
  subgraphs: { library, critique },
  monolith: {
    Query: { ...library.resolvers?.['Query'], rated: () => [media[1], null, media[0]], worst: () => media[2] },
    Book: { ...common, pages: lengthOf },
    Film: { ...common, minutes: lengthOf },
    Critic: { about: ({ id }: { readonly id: string }) => mediumOf({ id: id.slice(0, 1) }) },
  },
};
