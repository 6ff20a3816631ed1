import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { type Person, people, personOf } from './data.ts';

export const building: TestSubgraph = {
  sdl: `
    type Query { atDesk(name: String = "north"): [Person!] }
    type Person @key(fields: "badge") { badge: Int! desk: String! boss: Person neighbours: [Person!] }
  `,
  resolvers: {
    Query: {
      atDesk: (_: unknown, { name }: { readonly name: string | null }) =>
        people.filter(({ desk }) => desk === (name || 'south')),
    },
    Person: {
      __resolveReference: personOf,
      boss: ({ boss }: Person) => (boss === null ? null : personOf({ id: boss })),
      neighbours: ({ desk, id }: Person) => people.filter((other) => other.desk === desk && other.id !== id),
    },
  },
};
