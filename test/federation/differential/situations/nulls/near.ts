import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { nextOf, nodeOf, nodes } from './data.ts';

export const near: TestSubgraph = {
  sdl: `
    type Query { node(id: ID!): Node mustNode(id: ID! = "1"): Node! nodes: [Node!] all: [Node] grid: [[Node!]!] }
    type Node @key(fields: "id") { id: ID! must: String! may: String value: Value next: [Node] strictNext: [Node!] }
    type Value { strict: String! loose: String }
  `,
  resolvers: {
    Query: {
      node: (_: unknown, key: { readonly id: string }) => nodeOf(key),
      mustNode: (_: unknown, key: { readonly id: string }) => nodeOf(key),
      nodes: () => nodes,
      all: () => nodes,
      grid: () => [[nodes[0]], [nodes[1], nodes[2]]],
    },
    Node: { __resolveReference: nodeOf, next: nextOf, strictNext: nextOf },
  },
};
