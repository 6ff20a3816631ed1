import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { noteOf, notes, write } from './data.ts';

export const writing: TestSubgraph = {
  sdl: `
    schema { query: Reading mutation: Writing }
    type Reading { notes: [Note!] note(id: ID!): Note }
    type Writing { write: Note! }
    type Note @key(fields: "id") { id: ID! text: String }
  `,
  resolvers: {
    Reading: { notes: () => notes, note: (_: unknown, key: { readonly id: string }) => noteOf(key) },
    Writing: { write },
    Note: { __resolveReference: noteOf },
  },
};
