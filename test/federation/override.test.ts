import { describe, expect, it } from 'vitest';
import { type TestGraph, testGraph } from '../kit/testGraph.ts';

const thing = { __resolveReference: (thing: { readonly id: string }) => thing };

const subgraphs = {
  old: {
    sdl: `type Query { thing: Thing } type Thing @key(fields: "id") { id: ID! few: Int some: Int all: Int never: Int beta: Int }`,
    resolvers: { Query: { thing: () => ({ id: '1', few: 1, some: 1, all: 1, never: 1, beta: 1 }) }, Thing: thing },
  },
  young: {
    sdl: `type Thing @key(fields: "id") {
      id: ID!
      few: Int @override(from: "old", label: "percent(5)") some: Int @override(from: "old", label: "percent(50)")
      all: Int @override(from: "old", label: "percent(100)") never: Int @override(from: "old", label: "percent(0)")
      beta: Int @override(from: "old", label: "beta")
    }`,
    resolvers: { Thing: { ...thing, few: () => 2, some: () => 2, all: () => 2, never: () => 2, beta: () => 2 } },
  },
};

/** Subgraphs that were asked, in order, since the call before. */
function newCalls({ calls }: TestGraph): () => readonly string[] {
  let seen = 0;
  return () => {
    const fresh = calls.slice(seen).map(({ subgraph }) => subgraph);
    seen = calls.length;
    return fresh;
  };
}

describe('overrides with labels', () => {
  it.each([0, 0.5, 0.999])('are always on at 100 percent and never at 0, whatever is thrown: %d', async (thrown) => {
    const test = testGraph(subgraphs, { random: () => thrown });
    expect(await test.run('{ thing { all never } }')).toEqual({ data: { thing: { all: 2, never: 1 } } });
    expect(newCalls(test)()).toEqual(['old', 'young']);
  });

  it('decide about all percentages of a request by one throw, and about each request anew', async () => {
    const throws = [0.04, 0.05, 0.5, 0.04];
    const test = testGraph(subgraphs, { random: () => throws.shift() ?? Number.NaN });
    const calls = newCalls(test);
    const answers: unknown[] = [];
    for (let times = 0; times < 4; times += 1) answers.push((await test.run('{ thing { few some } }')).data);
    expect(answers).toEqual([
      { thing: { few: 2, some: 2 } },
      { thing: { few: 1, some: 2 } },
      { thing: { few: 1, some: 1 } },
      { thing: { few: 2, some: 2 } },
    ]);
    expect(calls()).toEqual(['old', 'young', 'old', 'young', 'old', 'old', 'young']);
  });

  it('ask the owner of the graph about other labels, for each request', async () => {
    const asked: string[] = [];
    const test = testGraph(subgraphs, {
      random: () => 0.9,
      overrideLabels(label, { scopes }) {
        asked.push(label);
        return scopes?.has(label) ?? false;
      },
    });
    const query = '{ thing { some beta } }';
    expect(await test.run(query, {}, { scopes: new Set(['beta']) })).toEqual({ data: { thing: { some: 1, beta: 2 } } });
    expect(await test.run(query)).toEqual({ data: { thing: { some: 1, beta: 1 } } });
    expect(asked).toEqual(['beta', 'beta']);
    expect(newCalls(test)()).toEqual(['old', 'young', 'old']);
  });

  it('leave other labels off when nobody is there to ask', async () => {
    const test = testGraph(subgraphs, { random: () => 0.01 });
    expect(await test.run('{ thing { few beta } }')).toEqual({ data: { thing: { few: 2, beta: 1 } } });
  });

  it('throw nothing for a graph without labels', async () => {
    const test = testGraph(
      { one: { sdl: 'type Query { one: Int }', resolvers: { Query: { one: () => 1 } } } },
      {
        random() {
          throw new Error('There is nothing to throw for');
        },
      },
    );
    expect(await test.run('{ one }')).toEqual({ data: { one: 1 } });
  });
});
