import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { PlannerName } from '../../../gateway/plan/planner.ts';
import { composeSubgraphs } from '../../../gateway/supergraph/composeSubgraphs.ts';
import { loadSupergraph, type Supergraph } from '../../../gateway/supergraph/supergraph.ts';
import { currencies } from './currencies.ts';
import { planText } from './planText.ts';
import { thread } from './thread.ts';

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: [
  "@key", "@requires", "@external", "@shareable", "@override", "@context", "@fromContext"
])\n`;

function supergraphOf(subgraphs: Readonly<Record<string, string>>, planner: PlannerName = 'apollo'): Supergraph {
  const sources = Object.entries(subgraphs).map(([name, sdl]) => ({ name, sdl: header + sdl, url: '' }));
  const composed = composeSubgraphs(sources);
  if (!composed.ok) throw new Error(composed.errors.map(({ message }) => message).join('\n'));
  return loadSupergraph(composed.supergraphSdl, { planner });
}

const sdlOf = (subgraphs: Readonly<Record<string, { readonly sdl: string }>>): Record<string, string> =>
  Object.fromEntries(Object.entries(subgraphs).map(([name, { sdl }]) => [name, sdl]));

function textOf(supergraph: Supergraph, query: string, overrideLabels?: ReadonlySet<string>): string {
  return planText(supergraph.planner.plan(parse(query), undefined, { overrideLabels }));
}

const library = {
  books: `
    type Query { media: [Media!]! }
    interface Media { id: ID! }
    type Book implements Media @key(fields: "id") { id: ID! title: String }
    type Film implements Media @key(fields: "id") { id: ID! lead: Person }
    type Person @key(fields: "id") { id: ID! }`,
  facts: `
    type Book @key(fields: "id") { id: ID! pages: Int }
    type Person @key(fields: "id") { id: ID! age: Int }`,
};

describe('plans', () => {
  it("keeps the steps of Hive's batches and their conditions on types", () => {
    const query = '{ media { ... on Book { pages } ... on Film { lead { age } } } }';
    expect(textOf(supergraphOf(library, 'hive'), query)).toMatchInlineSnapshot(`
      "Sequence
        books: { media { __typename ... on Book { __typename id } ... on Film { lead { __typename id } } } }
        facts: query ($__batch_reps_0: [_Any!]!, $__batch_reps_1: [_Any!]!) { _e0: _entities(representations: $__batch_reps_0) { ... on Person { age } } _e1: _entities(representations: $__batch_reps_1) { ... on Book { pages } } }
          _e0 at media/@/... on Film/lead by { ... on Person { __typename id } }
          _e1 at media/@/... on Book by { ... on Book { __typename id } }"
    `);
    expect(textOf(supergraphOf(library), query)).toMatchInlineSnapshot(`
      "Sequence
        books: { media { __typename ... on Book { __typename id } ... on Film { lead { __typename id } } } }
        Parallel
          At media/@
            facts: query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Book { pages } } } by { ... on Book { __typename id } }
          At media/@/lead
            facts: query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Person { age } } } by { ... on Person { __typename id } }"
    `);
  });

  it('tells apart what a value is stored as and what the subgraph knows it by', () => {
    const query = '{ products { shipping shippingInEuro } }';
    expect(textOf(supergraphOf(sdlOf(currencies)), query)).toMatchInlineSnapshot(`
      "Sequence
        catalog: { products { __typename upc price(currency: "USD") weight _internal_qp_alias_0: price(currency: "EUR") } }
        shipping: query ($__batch_reps_0: [_Any!]!, $__batch_reps_1: [_Any!]!) { _e0: _entities(representations: $__batch_reps_0) { ... on Product { shippingInEuro } } _e1: _entities(representations: $__batch_reps_1) { ... on Product { shipping } } }
          _e0 at products/@ by { ... on Product { __typename price from _internal_qp_alias_0 weight upc } }
          _e1 at products/@ by { ... on Product { __typename price weight upc } }"
    `);
  });

  it("gives other keys to what the client asks for beside the subgraph's own needs", () => {
    const query = '{ feed { lastWriter { id } comments(limit: 1) { id } } }';
    expect(textOf(supergraphOf(sdlOf(thread)), query)).toMatchInlineSnapshot(`
      "Sequence
        feed: { feed { __typename id comments(limit: 3) { __typename id authorId } } }
        At feed/@
          posts: query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Post { lastWriter { id } _weft_comments: comments(limit: 1) { id } } } } by { ... on Post { __typename id comments { authorId } } }"
    `);
  });

  it('has deferred parts with what they wait for', () => {
    const query = '{ media { id ... on Book @defer(label: "later") { title pages } } }';
    expect(textOf(supergraphOf(library), query)).toMatchInlineSnapshot(`
      "First { media { id } }
        books (0): { media { __typename id ... on Book { __typename id } } }
      Then "later" at media after 0
        Parallel
          At media/@
            facts: query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Book { pages } } } by { ... on Book { __typename id } }
          At media/@
            books: query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Book { title } } } by { ... on Book { __typename id } }"
    `);
  });

  it('has one plan with and one without a deferred part, where a variable decides', () => {
    const query = 'query ($d: Boolean!) { media { id ... on Book @defer(if: $d) { pages } } }';
    expect(textOf(supergraphOf(library), query)).toMatch(/^If \$d\n {2}First[\s\S]*\nElse\n {2}Sequence/);
  });

  it('sends values of contexts as variables that are not the client’s', () => {
    const supergraph = supergraphOf({
      rooms: `
        type Query { rooms: [Room!]! }
        type Room @key(fields: "id") @context(name: "room") { id: ID! unit: String! sensors: [Sensor!]! }
        type Sensor @key(fields: "id") {
          id: ID! value(digits: Int, unit: String @fromContext(field: "$room { unit }")): Float
        }`,
      other: 'type Query { x: Int }',
    });
    expect(textOf(supergraph, 'query ($n: Int) { rooms { sensors { value(digits: $n) } } }')).toMatchInlineSnapshot(`
      "Sequence
        rooms: { rooms { __typename unit sensors { __typename id } } }
        At rooms/@/sensors/@
          rooms: query ($representations: [_Any!]!, $n: Int, $contextualArgument_2_0: String) { _entities(representations: $representations) { ... on Sensor { value(digits: $n, unit: $contextualArgument_2_0) } } } by { ... on Sensor { __typename id } }
            $contextualArgument_2_0 is ../... on Room/unit"
    `);
  });

  it.each(['apollo', 'hive'] as const)('follows the labels of overrides, by %s', (planner) => {
    const supergraph = supergraphOf(
      {
        old: 'type Query { t: T } type T @key(fields: "id") { id: ID! f: Int }',
        young: 'type T @key(fields: "id") { id: ID! f: Int @override(from: "old", label: "percent(5)") }',
      },
      planner,
    );
    expect(supergraph.overrideLabels).toEqual([{ label: 'percent(5)', percent: 5 }]);
    expect(textOf(supergraph, '{ t { f } }')).not.toContain('young');
    expect(textOf(supergraph, '{ t { f } }', new Set(['percent(5)']))).toContain('young');
  });

  it('is not ended by an operation that ends the native planner', () => {
    const query = '{ media { id ...A ...B } } fragment A on Book { title: title } fragment B on Book { title }';
    expect(textOf(supergraphOf(library, 'hive'), query)).toContain('title');
  });
});
