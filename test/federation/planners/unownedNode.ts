import type { TestSubgraph } from '../../kit/testGraph.ts';

/** An interface that one subgraph gives and another adds a field to, but not so that it could be asked for from outside. */
export const unownedNode: Readonly<Record<string, TestSubgraph>> = {
  nodes: {
    sdl: `
      type Query { a: Node product: Product! }
      interface Node @key(fields: "id") { id: ID! }
      type Product @interfaceObject @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: {
      Query: { a: () => ({ id: 'n1' }), product: () => ({ id: 'p1' }) },
      Node: { __resolveType: () => null },
    },
  },
  fields: {
    sdl: `
      type Query { b: Node }
      type Node @interfaceObject @key(fields: "id", resolvable: false) { id: ID! field: String }
      interface Product @key(fields: "id") { id: ID! name: String! }
      type Bread implements Product @key(fields: "id") { id: ID! name: String! }
    `,
    resolvers: {
      Query: { b: () => ({ id: 'n1', field: 'foo' }) },
      Product: {
        __resolveType: () => 'Bread',
        __resolveReference: ({ id }: { id: string }) => ({ __typename: 'Bread', id, name: 'Rye' }),
      },
      Bread: { __resolveReference: ({ id }: { id: string }) => ({ id, name: 'Rye' }) },
    },
  },
};
