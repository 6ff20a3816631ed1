import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { loadOf, type Machine, volumeOf } from './data.ts';

export const shipping: TestSubgraph = {
  sdl: `
    type Machine @key(fields: "id") {
      id: ID! box: Box @external parts: [Part!]! @external
      volume: Int @requires(fields: "box { w h lid { d } }") load: Int! @requires(fields: "parts { weight }")
    }
    type Box @external { w: Int! h: Int! lid: Lid }
    type Lid @external { d: Int! }
    type Part @key(fields: "id") { id: ID! weight: Int @external }
  `,
  resolvers: {
    Machine: { __resolveReference: (reference: Machine) => ({ ...reference }), volume: volumeOf, load: loadOf },
  },
};
