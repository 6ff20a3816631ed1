import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { countOf, itemOf } from './data.ts';

export const counting: TestSubgraph = {
  sdl: `
    type Item @key(fields: "id") { id: ID! count(of: [Kind!]!, by: Search): String largest(first: Int = 1, any: Any): Kind }
    input Search { words: [String] = ["a"] range: Range kinds: [Kind!] not: Search }
    input Range { from: Int! = 0 to: Int }
    enum Kind { SMALL BIG }
    scalar Any
  `,
  resolvers: { Item: { __resolveReference: itemOf, count: countOf, largest: () => 'BIG' } },
};
