import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../supergraph/composeSubgraphs.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { defaultOperationLimits } from './operationLimits.ts';
import { type OperationPlanner, operationPlanner } from './operationPlanner.ts';
import { warmUp } from './warmUp.ts';

/** A planner for these fields of Query, with the texts that its generation planned. */
function plannerOf(...fields: readonly string[]): { readonly planner: OperationPlanner; readonly planned: string[] } {
  const sdl = `type Query { ${fields.map((field) => `${field}: Int`).join(' ')} }`;
  const composed = composeSubgraphs([{ name: 'a', sdl, url: 'http://a.invalid' }]);
  if (!composed.ok) throw new Error('does not compose');
  const supergraph = loadSupergraph(composed.supergraphSdl);
  const planned: string[] = [];
  const inner = supergraph.planner;
  const planner = operationPlanner(
    {
      ...supergraph,
      planner: {
        plan(document, operationName, options) {
          planned.push(operationName ?? '');
          return inner.plan(document, operationName, options);
        },
      },
    },
    defaultOperationLimits,
  );
  return { planner, planned };
}

const ask = (planner: OperationPlanner, query: string, times: number): void => {
  for (let time = 0; time < times; time += 1) planner.prepare({ query });
};

describe('planning ahead', () => {
  it('plans the hottest operations first, and none that the new generation refuses', () => {
    const { planner: from } = plannerOf('a', 'b', 'gone');
    const { planner: to, planned } = plannerOf('a', 'b');
    ask(from, 'query A { a }', 1);
    ask(from, 'query Gone { gone }', 5);
    ask(from, 'query B { b }', 3);
    const work = warmUp(from, to);
    expect(work.slice(1_000)).toBe(true);
    expect(planned).toEqual(['B', 'A']);
    expect(work.planned).toBe(2);
    ask(to, 'query B { b }', 1);
    expect(planned).toHaveLength(2);
  });

  it('goes on where the slice before ended, at least by one', () => {
    const { planner: from } = plannerOf('a', 'b');
    const { planner: to, planned } = plannerOf('a', 'b');
    ask(from, 'query A { a }', 2);
    ask(from, 'query B { b }', 1);
    const work = warmUp(from, to);
    expect(work.slice(0)).toBe(false);
    expect(planned).toEqual(['A']);
    expect(work.slice(0)).toBe(true);
    expect(planned).toEqual(['A', 'B']);
  });

  it('hands on how hot an operation was, so that the swap after that knows it too', () => {
    const { planner: from } = plannerOf('a', 'b');
    const { planner: to } = plannerOf('a', 'b');
    ask(from, 'query A { a }', 4);
    ask(from, 'query B { b }', 1);
    warmUp(from, to).slice(1_000);
    expect(to.known().map(({ operationName, hits }) => [operationName, hits])).toEqual([
      ['A', 2],
      ['B', 1],
    ]);
  });

  it('takes the hottest hundred, or three of ten where that is more', () => {
    const { planner: from } = plannerOf('a');
    const { planner: to, planned } = plannerOf('a');
    for (let index = 0; index < 400; index += 1) ask(from, `query Q${index} { a }`, 1);
    warmUp(from, to).slice(60_000);
    expect(planned).toHaveLength(120);
  });
});
