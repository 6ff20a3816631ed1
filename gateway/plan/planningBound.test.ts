import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../supergraph/composeSubgraphs.ts';
import { loadSupergraph, type Supergraph } from '../supergraph/supergraph.ts';

const header = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])\n';

/** Two subgraphs that both lead from each of so many implementers to the next; `alone` has a field that only one of them gives. */
function chained(implementers: number): Supergraph {
  const numbers = Array.from({ length: implementers }, (_, index) => index);
  const types = (own: string) =>
    numbers.map((at) => `type T${at} implements Node @key(fields: "id") { id: ID! next: Node @shareable ${own}: Int }`);
  const sources = [
    { name: 'a', sdl: ['type Query { node: Node } interface Node { id: ID! next: Node a: Int }', ...types('a')] },
    { name: 'b', sdl: ['interface Node { id: ID! next: Node }', ...types('b')] },
  ].map(({ name, sdl }) => ({ name, sdl: header + sdl.join('\n'), url: '' }));
  const composed = composeSubgraphs(sources);
  if (!composed.ok) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return loadSupergraph(composed.supergraphSdl);
}

function nested(depth: number): string {
  return depth === 0 ? 'id' : `id next { ${nested(depth - 1)} }`;
}

/** The code of the refusal, or null for a plan; and how long it took. */
function planned({ planner }: Supergraph, query: string): { readonly code: unknown; readonly ms: number } {
  const began = performance.now();
  let code: unknown = null;
  try {
    planner.plan(parse(query), undefined);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    code = error.extensions['code'];
  }
  return { code, ms: performance.now() - began };
}

describe('the bound of planning', () => {
  it.each([
    [5, 5],
    [8, 8],
    [6, 3],
  ])('refuses at once what would be planned for minutes: %d implementers, %d in each other', (implementers, depth) => {
    const { code, ms } = planned(chained(implementers), `{ node { ${nested(depth)} } }`);
    expect(code).toBe('OPERATION_TOO_COMPLEX');
    expect(ms).toBeLessThan(100);
  });

  it('refuses it behind fragments too', () => {
    const query = `{ ...Root } fragment Root on Query { node { ... on Node { ${nested(5)} } } }`;
    expect(planned(chained(5), query).code).toBe('OPERATION_TOO_COMPLEX');
  });

  it('takes what only looks large', () => {
    const supergraph = chained(5);
    const wide = Array.from({ length: 100 }, (_, index) => `n${index}: node { id a __typename }`).join(' ');
    expect(planned(supergraph, `{ ${wide} }`).code).toBeNull();
    expect(planned(supergraph, `{ node { ${nested(1)} } }`).code).toBeNull();
  });

  it.each([
    [2, 6],
    [3, 4],
    [4, 2],
  ])('takes what is planned in good time: %d implementers, %d in each other', (implementers, depth) => {
    expect(planned(chained(implementers), `{ node { ${nested(depth)} } }`)).toMatchObject({ code: null });
  });
});
