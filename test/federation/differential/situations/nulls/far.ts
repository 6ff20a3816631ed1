import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { failOf, farOf, nodeOf, numbersOf } from './data.ts';

export const far: TestSubgraph = {
  sdl: `
    type Query { farNode: Node farNodes: [Node]! }
    type Node @key(fields: "id") { id: ID! far: String! numbers: [Int!] fail: String mustFail: String! back: Node! }
  `,
  resolvers: {
    Query: { farNode: () => ({ id: '3' }), farNodes: () => [{ id: '1' }, { id: '2' }] },
    Node: {
      __resolveReference: nodeOf,
      far: farOf,
      numbers: numbersOf,
      fail: failOf,
      mustFail: failOf,
      back: () => ({ id: '1' }),
    },
  },
};
