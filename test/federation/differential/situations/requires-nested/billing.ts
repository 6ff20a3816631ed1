import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { feeOf, type Machine } from './data.ts';

export const billing: TestSubgraph = {
  sdl: `
    type Machine @key(fields: "id") {
      id: ID! duty: String! @external load: Int! @external fee: Int! @requires(fields: "duty load")
    }
  `,
  resolvers: { Machine: { __resolveReference: (reference: Machine) => ({ ...reference }), fee: feeOf } },
};
