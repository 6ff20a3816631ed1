import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { echo, itemOf, search } from './data.ts';

export const storing: TestSubgraph = {
  sdl: `
    scalar Any
    scalar Date
    type Query {
      search(by: Search, first: Int = 2): [Item!]
      echo(any: Any, date: Date, kind: Kind = SMALL, number: Float, flags: [[Boolean!]], on: Boolean! = true, by: Search): String
    }
    input Search { words: [String] = ["a"] range: Range kinds: [Kind!] not: Search }
    input Range { from: Int! = 0 to: Int }
    enum Kind { SMALL BIG }
    type Item @key(fields: "id") { id: ID! kind: Kind! size: Int extra: Any since: Date echo(any: Any, id: ID! = 7): String }
  `,
  resolvers: { Query: { search, echo }, Item: { __resolveReference: itemOf, echo } },
};
