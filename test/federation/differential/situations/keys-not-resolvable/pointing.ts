import type { TestSubgraph } from '../../../../kit/testGraph.ts';

/** Names things by their id, and knows nothing else of them. */
export const pointing: TestSubgraph = {
  sdl: `
    type Query { pointers: [Pointer!] }
    type Pointer { label: String thing: Thing }
    type Thing @key(fields: "id", resolvable: false) { id: ID! }
  `,
  resolvers: {
    Query: {
      pointers: () => [
        { label: 'a', thing: { id: '2' } },
        { label: null, thing: null },
        { label: 'c', thing: { id: '1' } },
      ],
    },
  },
};
