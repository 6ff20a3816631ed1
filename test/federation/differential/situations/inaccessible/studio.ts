import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { drafts, filmOf, films } from './data.ts';

export const studio: TestSubgraph = {
  sdl: `
    type Query { films: [Film!] works: [Work] film(id: ID!, code: Int @inaccessible): Film hidden: String @inaccessible }
    interface Work { id: ID! }
    type Film implements Work @key(fields: "id") @key(fields: "code") {
      id: ID! code: Int! @inaccessible title: String state: State
    }
    type Draft implements Work @inaccessible { id: ID! words: Int }
    enum State { OPEN CLOSED DRAFT @inaccessible }
  `,
  resolvers: {
    Query: {
      films: () => films,
      works: () => [...films, ...drafts],
      film: (_: unknown, { id }: { readonly id: string }) => filmOf({ id }),
    },
    Film: { __resolveReference: filmOf },
  },
};
