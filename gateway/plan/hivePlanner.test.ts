import { buildSchema, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { composeSubgraphs } from '../supergraph/composeSubgraphs.ts';
import { loadSupergraph } from '../supergraph/supergraph.ts';
import { hivePlanner } from './hivePlanner.ts';

const header = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@override"])\n`;

function supergraphSdl(): string {
  const composed = composeSubgraphs([
    {
      name: 'old',
      sdl: `${header} type Query { t: T } type Subscription { made: T }
        type T @key(fields: "id") { id: ID! some: Int few: Int beta: Int }`,
      url: 'http://old.invalid',
    },
    {
      name: 'new',
      sdl: `${header} type T @key(fields: "id") { id: ID!
        some: Int @override(from: "old", label: "percent(12.5)")
        few: Int @override(from: "old", label: "percent(5)")
        beta: Int @override(from: "old", label: "beta")
        more: Int }`,
      url: 'http://new.invalid',
    },
  ]);
  if (!composed.ok) throw new Error('does not compose');
  return composed.supergraphSdl;
}

const supergraph = (sdl: string) => ({ sdl, fullSchema: loadSupergraph(sdl).fullSchema });

function planner() {
  const loaded = hivePlanner(supergraph(supergraphSdl()));
  if (!loaded.ok) throw new Error(loaded.reason);
  return loaded.planner;
}

describe("Hive's planner", () => {
  it('is a value that says why, where its native part cannot be loaded', () => {
    const missing = hivePlanner(supergraph(supergraphSdl()), () => {
      throw new Error('Cannot find native binding');
    });
    expect(missing).toEqual({ ok: false, reason: 'Cannot find native binding' });
  });

  it('is not there for a supergraph that it cannot read', () => {
    expect(hivePlanner({ sdl: 'type Query {', fullSchema: buildSchema('type Query { a: Int }') })).toMatchObject({
      ok: false,
      reason: expect.stringContaining('SDL'),
    });
  });

  it.each([
    [
      ['percent(5)', 'percent(12.5)'],
      ['few', 'some'],
    ],
    [['percent(12.5)'], ['some']],
    [[], []],
    [['beta'], ['beta']],
  ])('takes fields from the new subgraph by the labels %j', (on, moved) => {
    const plan = planner().plan(parse('{ t { few some beta } }'), undefined, { overrideLabels: new Set(on) });
    const sent = JSON.stringify(plan);
    expect(sent.includes('_entities')).toBe(moved.length > 0);
    for (const field of moved) expect(sent).toMatch(new RegExp(`_entities[^"]*${field}`));
  });

  it('leaves introspection and the type of the root to the gateway', () => {
    const query =
      '{ ...A __schema { types { name } } } fragment A on Query { x: __typename ... { __type(name: "T") { name } } }';
    expect(planner().plan(parse(query), undefined).node).toBeNull();
    expect(
      planner().plan(parse(`query Q { t { id } ...A } ${query.slice(query.indexOf('fragment'))}`), 'Q').node,
    ).toMatchObject({
      kind: 'Fetch',
      query: expect.not.stringContaining('__type'),
    });
  });

  it('parts the stream of a subscription from what each event needs', () => {
    const plan = planner().plan(parse('subscription { made { id more } }'), undefined);
    expect(plan.primary).toMatchObject({ subgraph: 'old', operationKind: 'subscription', requires: null });
    expect(plan.node).toMatchObject({ kind: 'Sequence', nodes: [{ kind: 'Flatten', path: ['made'] }] });
    expect(planner().plan(parse('subscription { made { id } }'), undefined).node).toBeNull();
  });
});
