import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { offerOf } from './data.ts';

export const stocking: TestSubgraph = {
  sdl: `
    type Offer @key(fields: "sku region { code zone { name } }") { sku: ID! region: Region! left: Int! }
    type Region @shareable { code: ID! zone: Zone! }
    type Zone @shareable { name: String! }
  `,
  resolvers: { Offer: { __resolveReference: offerOf } },
};
