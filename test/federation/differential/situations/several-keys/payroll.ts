import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { people, personOf } from './data.ts';

export const payroll: TestSubgraph = {
  sdl: `
    type Query { paid: [Person] }
    type Person @key(fields: "email") @key(fields: "badge") { email: String! badge: Int! salary: Int }
  `,
  resolvers: {
    Query: { paid: () => [people[2], null, people[0]] },
    Person: { __resolveReference: personOf },
  },
};
