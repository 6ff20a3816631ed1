import { describe, expect, it } from 'vitest';
import { defaultOperationLimits } from '../../gateway/plan/operationLimits.ts';
import { testGraph } from '../kit/testGraph.ts';
import { shop } from './shop.ts';

const { graph, run, calls } = testGraph(shop().subgraphs);

function refusal(query: string, operationName?: string, variables?: Record<string, unknown>) {
  const prepared = graph.prepare({ query, operationName, variables });
  if (!('errors' in prepared)) throw new Error('The operation was not refused');
  return prepared.errors.map((error) => error.toJSON());
}

describe('preparing an operation', () => {
  it('answers a syntax error with its place', () => {
    expect(refusal('{ me { name }')).toMatchObject([
      { extensions: { code: 'GRAPHQL_PARSE_FAILED' }, locations: [{ line: 1, column: 14 }] },
    ]);
  });

  it('answers what does not fit the schema with its place', () => {
    expect(refusal('{\n  me { nothing }\n}')).toMatchObject([
      {
        message: expect.stringContaining('nothing'),
        extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
        locations: [{ line: 2, column: 8 }],
      },
    ]);
  });

  it('knows nothing of what is inaccessible', () => {
    expect(refusal('{ media { ... on Film { hidden } } }')).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
    expect(refusal('{ _entities(representations: []) { __typename } }')).toMatchObject([
      { extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });

  it('chooses the operation by its name', async () => {
    const query = 'query A { me { id } } query B { me { name } }';
    expect(graph.prepare({ query, operationName: 'B' })).toMatchObject({ operationName: 'B', kind: 'query' });
    for (const [text, name] of [
      [query, 'C'],
      [query, undefined],
      ['fragment F on User { id }', undefined],
    ] as const) {
      const errors = refusal(text, name);
      // A fragment alone is not used by anything, which validation sees first.
      expect(errors[0]?.extensions?.['code']).toBe(
        text === query ? 'OPERATION_NOT_FOUND' : 'GRAPHQL_VALIDATION_FAILED',
      );
    }
  });

  it('names the variable that does not fit', () => {
    const query = 'query ($first: Int!, $filter: Filter) { topProducts(first: $first, filter: $filter) { name } }';
    expect(refusal(query, undefined, { first: 'many', filter: { maxPrice: 1, more: 2 } })).toMatchObject([
      { message: expect.stringContaining('$first'), extensions: { code: 'BAD_USER_INPUT', variable: 'first' } },
      { message: expect.stringContaining('more'), extensions: { code: 'BAD_USER_INPUT', variable: 'filter' } },
    ]);
    expect(refusal(query)).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', variable: 'first' } }]);
  });

  it('fills defaults in', () => {
    expect(graph.prepare({ query: 'query ($n: Int = 3) { topProducts(first: $n) { upc } }' })).toMatchObject({
      variables: { n: 3 },
    });
  });

  it.each([
    'subscription { reviewed { ... @defer { body } } }',
    'query { topProducts @stream(initialCount: 1) { upc } }',
  ])('refuses incremental delivery in a sentence of its own: %s', (query) => {
    expect(refusal(query)).toMatchObject([
      { message: expect.stringContaining('is not supported'), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
    ]);
  });

  it('refuses an alias that would hide the type name', () => {
    expect(refusal('{ me { __typename: name } }')).toMatchObject([
      { message: expect.stringContaining('"__typename" is reserved') },
    ]);
  });

  it('refuses an operation type that the schema does not have', () => {
    const small = testGraph({ one: { sdl: 'type Query { one: Int }' } });
    expect(small.graph.prepare({ query: 'subscription { one }' })).toMatchObject({
      errors: [{ message: 'The schema has no subscription type.' }],
    });
  });

  it('remembers documents: the same text is the same document', () => {
    const [a, b] = [graph.prepare({ query: '{ me { id } }' }), graph.prepare({ query: '{ me { id } }' })];
    expect('document' in a && 'document' in b && a.document === b.document).toBe(true);
  });

  it('runs an operation that somebody else prepared', async () => {
    const prepared = graph.prepare({ query: '{ me { name } }' });
    if ('errors' in prepared) throw new Error('The operation was refused');
    const { document, operationName, kind, variables } = prepared;
    const context = { viewer: { kind: 'anonymous' }, requestId: 'r', signal: new AbortController().signal } as const;
    expect(await graph.execute({ document, operationName, kind, variables }, context)).toEqual({
      data: { me: { name: 'Ada' } },
    });
  });
});

describe('limits', () => {
  const doubling = (levels: number): string =>
    `{ me { ...F0 } } ${Array.from({ length: levels }, (_, at) => `fragment F${at} on User { a${at}: friends { ...F${at + 1} } b${at}: friends { ...F${at + 1} } }`).join(' ')} fragment F${levels} on User { id }`;

  it('refuse fragments that multiply, without expanding them', () => {
    expect(refusal(doubling(40))).toMatchObject([{ extensions: { code: 'OPERATION_TOO_LARGE' } }]);
  });

  it('refuse nesting, in the text and through fragments', () => {
    const deep = (levels: number): string => `{ me { ${'friends { '.repeat(levels)} id ${'} '.repeat(levels)} } }`;
    expect(refusal(deep(50_000))[0]?.extensions?.['code']).toBe('GRAPHQL_PARSE_FAILED');
    expect(refusal(deep(200))[0]?.message).toContain('nested deeper than 100');
    const chain = Array.from({ length: 90 }, (_, at) => `fragment F${at} on User { friends { ...F${at + 1} } }`).join(
      ' ',
    );
    expect(refusal(`{ me { ...F0 } } ${chain} fragment F90 on User { id }`)).toMatchObject([
      { extensions: { code: 'OPERATION_TOO_LARGE' } },
    ]);
  });

  it('refuse a document of too many tokens', () => {
    expect(refusal(`{ ${'a '.repeat(20_000)} }`)).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }]);
  });

  it('refuse more aliases than an operation may have, and take fewer', async () => {
    const aliases = (count: number): string =>
      `{ ${Array.from({ length: count }, (_, at) => `a${at}: __typename`).join(' ')} }`;
    expect(refusal(aliases(3_001))).toMatchObject([{ extensions: { code: 'OPERATION_TOO_LARGE' } }]);
    const taken = await run(aliases(2_999));
    expect(Object.keys(taken.data ?? {})).toHaveLength(2_999);
  });

  it('refuse fields that are repeated so often that comparing them would be the attack', () => {
    expect(refusal(`{ ${'me { name } '.repeat(1_400)} }`)).toMatchObject([
      { extensions: { code: 'OPERATION_TOO_LARGE' } },
    ]);
  });

  it('are set by whoever makes the graph', () => {
    const strict = testGraph(shop().subgraphs, { limits: { ...defaultOperationLimits, maxSelections: 2 } });
    expect(strict.graph.prepare({ query: '{ me { id name } }' })).toMatchObject({
      errors: [{ extensions: { code: 'OPERATION_TOO_LARGE', limit: 2 } }],
    });
  });

  it('leave fragments that refer to themselves to validation', () => {
    expect(
      refusal('{ me { ...A } } fragment A on User { friends { ...B } } fragment B on User { friends { ...A } }'),
    ).toMatchObject([{ message: expect.stringContaining('Cannot spread fragment') }]);
  });
});

describe('introspection', () => {
  it('is answered without asking a subgraph', async () => {
    const before = calls.length;
    const result = await run(
      '{ __schema { types { name } } __type(name: "Film") { fields { name } } kind: __typename }',
    );
    expect(calls.length).toBe(before);
    expect(result.data).toMatchObject({
      __type: { fields: ['id', 'title', 'minutes', 'rating', 'comments'].map((name) => ({ name })) },
      kind: 'Query',
    });
    expect(JSON.stringify(result.data)).not.toMatch(/_Entity|join__|hidden/);
  });
});

describe('a plan as text', () => {
  it('shows who is asked for what, and in which order', () => {
    expect(graph.planOf({ query: 'subscription { reviewed { body author { name } } }' })).toMatchInlineSnapshot(`
      "Subscription
        Stream
          Fetch from reviews
            subscription {
              reviewed {
                body
                author {
                  __typename
                  id
                }
              }
            }
        For each event
          Flatten reviewed.author
            Fetch from accounts
              with { ... on User { __typename id } }
              query ($representations: [_Any!]!) {
                _entities(representations: $representations) {
                  ... on User {
                    name
                  }
                }
              }
      "
    `);
    expect(
      graph.planOf({ query: 'query ($on: Boolean!) { me { name reviewCount @include(if: $on) } }' }),
    ).toMatchInlineSnapshot(`
      "Sequence
        Fetch from accounts
          {
            me {
              __typename
              id
              name
            }
          }
        If $on
          Flatten me
            Fetch from reviews
              with { ... on User { __typename id } }
              query ($representations: [_Any!]!) {
                _entities(representations: $representations) {
                  ... on User {
                    reviewCount
                  }
                }
              }
      "
    `);
    expect(graph.planOf({ query: '{ __typename }' })).toBe('Nothing is fetched\n');
  });

  it('is refused for an operation that is', () => {
    expect(() => graph.planOf({ query: '{ nothing }' })).toThrow('Cannot query field');
  });
});
