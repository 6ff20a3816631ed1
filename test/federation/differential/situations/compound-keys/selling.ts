import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { offerOf, offers } from './data.ts';

export const selling: TestSubgraph = {
  sdl: `
    type Query { offers: [Offer!]! best: Offer }
    type Offer @key(fields: "sku region { code zone { name } }") @key(fields: "tags parts { n }") {
      sku: ID! region: Region! tags: [String!]! parts: [Part!]! title: String
    }
    type Region @shareable { code: ID! zone: Zone! }
    type Zone @shareable { name: String! }
    type Part { n: Int! @shareable name: String }
  `,
  resolvers: {
    Query: { offers: () => offers, best: () => offers[2] },
    Offer: { __resolveReference: offerOf },
  },
};
