import type { TestSubgraph } from '../../kit/testGraph.ts';

/**
 * Two subgraphs give one entity by several keys, and only few of them are resolvable. A field that requires another one is reached only by
 * going back to where the operation came from, by the one key that is resolved there.
 */
export const keysMashup: Readonly<Record<string, TestSubgraph>> = {
  names: {
    sdl: `
      type Part
        @key(fields: "id")
        @key(fields: "serial", resolvable: false)
        @key(fields: "box { row column }", resolvable: false)
        @key(fields: "id box { column shelf }", resolvable: false) {
        id: ID! serial: ID! box: Box! name: String!
      }
      type Box @shareable { row: ID! column: ID! shelf: ID! }
    `,
    resolvers: {
      Part: {
        __resolveReference: ({ id }: { id: string }) => ({ id, name: `part ${id}` }),
      },
    },
  },
  racks: {
    sdl: `
      type Query { rack: Rack }
      type Rack @key(fields: "id") { id: ID! parts: [Part!]! }
      type Part
        @key(fields: "box { row column }", resolvable: false)
        @key(fields: "id box { column shelf }")
        @key(fields: "serial", resolvable: false)
        @key(fields: "id", resolvable: false) {
        id: ID! serial: ID! box: Box! name: String! @external label: String! @requires(fields: "name")
      }
      type Box @shareable { row: ID! column: ID! shelf: ID! }
    `,
    resolvers: {
      Query: {
        rack: () => ({
          id: 'r',
          parts: [{ id: '1', serial: 's1', box: { row: '1', column: '2', shelf: '3' } }],
        }),
      },
      Part: {
        __resolveReference(reference: { id?: string; name?: string; box?: { column?: string; shelf?: string } }) {
          const { id, name, box } = reference;
          if (id === undefined || box?.column === undefined || box.shelf === undefined) {
            throw new Error(`No key that is resolved: ${JSON.stringify(reference)}`);
          }
          return { id, label: `${name} in ${box.column}/${box.shelf}` };
        },
      },
    },
  },
};
