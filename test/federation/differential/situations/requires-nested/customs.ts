import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { dutyOf, type Machine } from './data.ts';

export const customs: TestSubgraph = {
  sdl: `
    type Machine @key(fields: "id") {
      id: ID! owner: Owner! @external volume: Int @external
      duty: String! @requires(fields: "owner { country } volume")
      cleared: Boolean
    }
    type Owner @key(fields: "id") { id: ID! country: String @external }
  `,
  resolvers: {
    Machine: {
      __resolveReference: (reference: Machine) => ({ ...reference }),
      duty: dutyOf,
      cleared: ({ id }: Machine) => id !== '2',
    },
  },
};
