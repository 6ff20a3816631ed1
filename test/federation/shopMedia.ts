import type { TestSubgraph } from '../kit/testGraph.ts';

type Row = Readonly<Record<string, unknown>>;
type Reference = Readonly<Record<string, string>>;

const all = [
  { __typename: 'Book', id: 'm1', title: 'Dune', pages: 600 },
  { __typename: 'Film', id: 'm2', title: 'Alien', minutes: 117 },
];

/** An entity interface whose implementers are in one subgraph, and which another one knows only as a whole. */
export const media: Readonly<Record<string, TestSubgraph>> = {
  media: {
    sdl: `
        type Query { media: [Media!] book: Book }
        interface Media @key(fields: "id") { id: ID! title: String }
        type Book implements Media @key(fields: "id") { id: ID! title: String pages: Int }
        type Film implements Media @key(fields: "id") { id: ID! title: String minutes: Int hidden: Int @inaccessible }
      `,
    resolvers: {
      Query: { media: () => all, book: () => all[0] },
      Media: { __resolveReference: ({ id }: Reference) => all.find((one) => one.id === id) },
      Book: { __resolveReference: ({ id }: Reference) => all.find((one) => one.id === id) },
      Film: { __resolveReference: ({ id }: Reference) => all.find((one) => one.id === id) },
    },
  },
  ratings: {
    sdl: `
        type Query { bestMedia: [Media!] }
        type Media @interfaceObject @key(fields: "id") { id: ID! rating: Int comments: [String!] }
      `,
    resolvers: {
      Query: { bestMedia: () => [{ id: 'm2' }, { id: 'm1' }] },
      Media: {
        __resolveReference: ({ id }: Reference) => ({ id }),
        rating: ({ id }: Row) => (id === 'm1' ? 5 : 4),
        comments: ({ id }: Row) => [`about ${String(id)}`],
      },
    },
  },
};
