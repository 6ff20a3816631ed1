import type { TestSubgraph } from '../../../../kit/testGraph.ts';
import { ownerOf, partOf } from './data.ts';

export const weighing: TestSubgraph = {
  sdl: `
    type Part @key(fields: "id") { id: ID! weight: Int }
    type Owner @key(fields: "id") { id: ID! country: String }
  `,
  resolvers: { Part: { __resolveReference: partOf }, Owner: { __resolveReference: ownerOf } },
};
