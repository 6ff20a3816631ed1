import { describe, expect, test } from 'vitest';
import { defaultOperationLimits } from '../../gateway/plan/operationLimits.ts';
import { testGraph } from '../kit/testGraph.ts';

const library = {
  sdl: `
    type Query {
      plain: String
      weighed: String @cost(weight: 4)
      shelf: Shelf
      shelves: [Shelf]
      five: [Book] @listSize(assumedSize: 5)
      paged(first: Int, last: Int): [Book] @listSize(slicingArguments: ["first", "last"])
      loose(first: Int = 3, last: Int): [Book]
        @listSize(assumedSize: 7, slicingArguments: ["first", "last"], requireOneSlicingArgument: false)
      connected(first: Int): BookConnection @listSize(slicingArguments: ["first"], sizedFields: ["edges", "nodes"])
      find(text: String @cost(weight: 3), filter: Filter, filters: [Filter!], level: Level): Book
      thing: Thing
      printed: Printed
      tags: [String]
      costlyTag: Tag
    }
    type Mutation { add(title: String): Book  ping: Int }
    type Subscription { added: Book }
    interface Printed { pages: Int  inside: [Page2] }
    type Shelf { books: [Book] name: String }
    type Book implements Printed { title: String  author: Author  pages: Int @cost(weight: 2)  inside: [Page2] @listSize(assumedSize: 20) }
    type Map implements Printed { pages: Int  inside: [Page2] }
    type Page2 { text: String }
    type Author @cost(weight: 6) { name: String }
    type BookConnection { edges: [BookEdge] nodes: [Book] count: Int }
    type BookEdge { node: Book }
    union Thing = Book | Author
    input Filter { level: Level  deep: Filter  heavy: Int @cost(weight: 9) }
    enum Level @cost(weight: 2) { LOW HIGH }
    scalar Tag @cost(weight: 5)
  `,
  resolvers: { Query: { plain: () => 'plain', five: () => [] } },
};

/** The estimate, read off a refusal; zero when even the lowest maximum lets it pass. */
function estimate(query: string, variables: Readonly<Record<string, unknown>> = {}, defaultListSize = 10): unknown {
  const limits = { ...defaultOperationLimits, maxCost: 0, defaultListSize };
  const { graph } = testGraph({ library }, { limits });
  const ready = graph.prepare({ query, variables });
  if (!('errors' in ready)) return 0;
  const [error] = ready.errors;
  expect(error?.extensions['code'] ?? error?.message).toBe('COST_ESTIMATED_TOO_EXPENSIVE');
  const { cost } = (error?.extensions ?? {}) as { cost?: { estimated: unknown; max: unknown } };
  expect(cost?.max).toBe(0);
  return cost?.estimated;
}

describe('the estimated cost of an operation', () => {
  test.each([
    ['a scalar', '{ plain __typename }', 0],
    ['a weighed field', '{ weighed }', 4],
    ['an object', '{ shelf { name } }', 1],
    ['a list of nobody knows how many', '{ shelves { name } }', 10],
    ['a list of scalars', '{ tags }', 0],
    ['lists in lists', '{ shelves { books { title } } }', 10 * (1 + 10)],
    ['an assumed size', '{ five { title } }', 5],
    ['a weighed type', '{ five { author { name } } }', 5 * (1 + 6)],
    ['a weighed scalar', '{ costlyTag }', 5],
    ['a slicing argument', '{ paged(first: 4) { title } }', 4],
    ['the larger of two slicing arguments', '{ loose(first: 4, last: 6) { title } }', 6],
    ['the default of a slicing argument', '{ loose { title } }', 3],
    ['no slicing argument but an assumed size', '{ loose(first: null) { title } }', 7],
    ['sized fields', '{ connected(first: 4) { count edges { node { title } } nodes { title } } }', 1 + 4 * 2 + 4],
    [
      'sized fields in fragments',
      'query { connected(first: 4) { ...F } } fragment F on BookConnection { ... { nodes { title } } }',
      5,
    ],
    ['a weighed argument', '{ find(text: "x") { title } }', 1 + 3],
    ['an argument that is null', '{ find(text: null) { title } }', 1],
    ['an enum argument', '{ find(level: HIGH) { title } }', 1 + 2],
    ['input objects', '{ find(filter: { level: LOW, deep: { heavy: 1 } }) { title } }', 1 + (1 + 2 + (1 + 9))],
    ['lists of input objects', '{ find(filters: [{ heavy: 1 }, {}]) { title } }', 1 + (1 + 9) + 1],
    ['a union', '{ thing { ... on Book { title } ... on Author { name } } }', 6],
    [
      'the field of an interface, as its dearest implementer has it',
      '{ printed { pages inside { text } } }',
      1 + 2 + 20,
    ],
    ['an alias for each', '{ a: shelf { name } b: shelf { name } }', 2],
    ['a mutation', 'mutation { add(title: "x") { title } ping }', 10 + 1],
    ['a subscription', 'subscription { added { title } }', 1],
    [
      '@skip and @include',
      '{ shelf @skip(if: true) { name } five @include(if: false) { title } weighed @include(if: true) }',
      4,
    ],
    ['a list of none', '{ paged(first: 0) { author { name } } weighed }', 4],
    ['introspection', '{ __schema { types { fields { name } } } }', 0],
  ])('counts %s', (_what, query, expected) => {
    expect(estimate(query)).toBe(expected);
  });

  test.each([
    ['a slicing argument', 'query ($n: Int) { paged(first: $n) { title } }', { n: 8 }, 8],
    ['a default of a variable', 'query ($n: Int = 9) { paged(first: $n) { title } }', {}, 9],
    ['a variable that is left out', 'query ($n: Int) { loose(first: $n) { title } }', {}, 3],
    [
      'an input object',
      'query ($f: Filter) { find(filter: $f) { title } }',
      { f: { heavy: 1, deep: { level: 'LOW' } } },
      1 + (1 + 9) + (1 + 2),
    ],
    [
      'an input object in part',
      'query ($n: Int) { find(filter: { heavy: $n, deep: { heavy: $n } }) { title } }',
      { n: null },
      1 + 1 + 1,
    ],
    [
      'conditions',
      'query ($on: Boolean!) { weighed @include(if: $on) shelf @skip(if: $on) { name } }',
      { on: true },
      4,
    ],
  ])('takes the values of variables into account: %s', (_what, query, variables, expected) => {
    expect(estimate(query, variables)).toBe(expected);
  });

  test('takes lists of unknown length for as long as it is told', () => {
    expect(estimate('{ shelves { name } }', {}, 3)).toBe(3);
  });

  test('is found whatever the directives are called', () => {
    const edit = (sdl: string) =>
      sdl
        .replace(
          /(specs.apollo.dev\/cost\/v0.1")[^)]*\)/,
          '$1, as: "weights", import: [{name: "@cost", as: "@price"}])',
        )
        .replaceAll(/@cost(?!")/g, '@price')
        .replaceAll(/@listSize(?!")/g, '@weights__listSize');
    const { graph } = testGraph({ library }, { edit, limits: { ...defaultOperationLimits, maxCost: 8 } });
    expect(graph.supergraph.value.sdl).toContain('@weights__listSize(assumedSize: 5)');
    expect(graph.prepare({ query: '{ five { title } weighed }' })).toMatchObject({
      errors: [{ extensions: { cost: { estimated: 9, max: 8 } } }],
    });
  });
});

describe('an operation that costs too much', () => {
  const limits = { ...defaultOperationLimits, maxCost: 5 };

  test('is refused before anything is planned or fetched, and one that does not is answered', async () => {
    const it = testGraph({ library }, { limits });
    expect(await it.run('{ five { title author { name } } }')).toEqual({
      errors: [
        expect.objectContaining({
          extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated: 35, max: 5 } },
        }),
      ],
    });
    expect(it.calls).toHaveLength(0);
    expect(await it.run('{ five { title } }')).toEqual({ data: { five: [] } });
  });

  test('is refused by what its variables say, each time anew', () => {
    const { graph } = testGraph({ library }, { limits });
    const query = 'query ($n: Int) { paged(first: $n) { title } }';
    expect(graph.prepare({ query, variables: { n: 5 } })).not.toHaveProperty('errors');
    expect(graph.prepare({ query, variables: { n: 6 } })).toHaveProperty('errors');
    expect(graph.prepare({ query, variables: { n: -6 } })).not.toHaveProperty('errors');
  });

  test.each(['{ paged { title } }', '{ paged(first: 1, last: 2) { title } }', '{ paged(first: null) { title } }'])(
    'cannot hide behind missing slicing arguments: %s',
    (query) => {
      const { graph } = testGraph({ library }, { limits });
      expect(graph.prepare({ query })).toMatchObject({
        errors: [
          {
            message: 'Field "paged" needs exactly one of the arguments "first", "last".',
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      });
    },
  );

  test('may cost what it will when there is no maximum', () => {
    const { graph } = testGraph({ library });
    expect(graph.prepare({ query: '{ paged(first: 2000000000) { author { name } } }' })).not.toHaveProperty('errors');
  });

  test('is refused as a subscription too', async () => {
    const it = testGraph({ library }, { limits: { ...limits, maxCost: 0 } });
    expect(await it.subscribe('subscription { added { title } }')).toHaveProperty('errors');
    expect(it.calls).toHaveLength(0);
  });
});
