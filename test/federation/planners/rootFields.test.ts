import { describe, expect, it } from 'vitest';
import { testGraph } from '../../kit/testGraph.ts';
import { keysNotResolvable } from '../differential/situations/keys-not-resolvable/situation.ts';

describe('root fields that need the plans of different planners', () => {
  it('are planned one by one where no plan of the whole is right', async () => {
    const { graph, run } = testGraph(keysNotResolvable.subgraphs);
    const query = '{ loudThings { loud } pointers { thing { loud } } }';
    const alone = [await run('{ loudThings { loud } }'), await run('{ pointers { thing { loud } } }')];
    expect(alone.map(({ errors }) => errors)).toEqual([undefined, undefined]);
    expect(await run(query)).toEqual({ data: { ...alone[0]?.data, ...alone[1]?.data } });
    expect(graph.planOf({ query })).toMatch(/^Parallel/);
  });
});
