import { expect, it } from 'vitest';
import { testGraph } from '../../kit/testGraph.ts';

const subgraphs = {
  parts: {
    sdl: 'type Query { parts: [Part] } type Part @key(fields: "id") { id: ID! }',
    resolvers: { Query: { parts: () => [{ id: '1' }, { id: '2' }, { id: '1' }, { id: '3' }] } },
  },
  weighing: {
    sdl: 'type Part @key(fields: "id") { id: ID! weight: Int }',
    resolvers: { Part: { __resolveReference: (part: object) => ({ ...part, weight: 5 }) } },
  },
};

it('tells of an entity that is neither an object nor null, at each place that it was for', async () => {
  const test = testGraph(subgraphs, {
    wrap: (client, name) =>
      name === 'parts'
        ? client
        : { ...client, execute: async () => ({ data: { _entities: [7, { weight: 2 }, null] } }) },
  });
  const { data, errors = [] } = await test.run('{ parts { weight } }');
  expect(data).toEqual({ parts: [{ weight: null }, { weight: 2 }, { weight: null }, { weight: null }] });
  expect(errors.map(({ path, extensions }) => [path, extensions])).toEqual([
    [['parts', 0], { code: 'SUBGRAPH_MALFORMED', subgraph: 'weighing' }],
    [['parts', 2], { code: 'SUBGRAPH_MALFORMED', subgraph: 'weighing' }],
  ]);
});
