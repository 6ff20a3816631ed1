import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { machineOf, machines } from './data.ts';

export const making: TestSubgraph = {
  sdl: `
    type Query { machines: [Machine!]! machine(id: ID!): Machine }
    type Machine @key(fields: "id") { id: ID! box: Box parts: [Part!]! owner: Owner! }
    type Box { w: Int! h: Int! lid: Lid }
    type Lid { d: Int! }
    type Part @key(fields: "id") { id: ID! }
    type Owner @key(fields: "id") { id: ID! }
  `,
  resolvers: {
    Query: { machines: () => machines, machine: (_: unknown, key: { readonly id: string }) => machineOf(key) },
    Machine: { __resolveReference: machineOf },
  },
};
