import { describe, expect, it } from 'vitest';
import { type TestSubgraph, testGraph } from '../../kit/testGraph.ts';
import { currencies } from './currencies.ts';
import { keysMashup } from './keysMashup.ts';
import { thread } from './thread.ts';
import { unownedNode } from './unownedNode.ts';

interface Case {
  readonly name: string;
  readonly subgraphs: Readonly<Record<string, TestSubgraph>>;
  readonly query: string;
  readonly data: unknown;
}

const threeComments = [
  { lastWriter: { id: 'cid' }, comments: [{ id: 'c1' }] },
  { lastWriter: { id: 'ada' }, comments: [{ id: 'c4' }] },
];

const cases: readonly Case[] = [
  {
    name: 'an entity that is entered again by the key that is resolved there, not by the one that is not',
    subgraphs: keysMashup,
    query: '{ rack { id parts { id name label } } }',
    data: { rack: { id: 'r', parts: [{ id: '1', name: 'part 1', label: 'part 1 in 2/3' }] } },
  },
  {
    name: 'a required field that the client asks for with another argument',
    subgraphs: thread,
    query: '{ feed { lastWriter { id } comments(limit: 1) { id } } }',
    data: { feed: threeComments },
  },
  {
    name: 'a required field that the client asks for with a variable',
    subgraphs: thread,
    query: 'query ($limit: Int = 1) { feed { lastWriter { id } comments(limit: $limit) { id } } }',
    data: { feed: threeComments },
  },
  {
    name: 'a required field that the client asks for with a variable in two fragments',
    subgraphs: thread,
    query: `query ($limit: Int = 1) { feed { lastWriter { id } ...One ...Two } }
      fragment One on Post { comments(limit: $limit) { id } } fragment Two on Post { comments(limit: $limit) { id } }`,
    data: { feed: threeComments },
  },
  {
    name: 'a required field that the client asks for with the same argument',
    subgraphs: thread,
    query: '{ feed { lastWriter { id } comments(limit: 3) { id } } }',
    data: {
      feed: [
        { lastWriter: { id: 'cid' }, comments: [{ id: 'c1' }, { id: 'c2' }, { id: 'c3' }] },
        { lastWriter: { id: 'ada' }, comments: [{ id: 'c4' }, { id: 'c5' }, { id: 'c6' }] },
      ],
    },
  },
  {
    name: 'a required field with an argument, below a list, under a key that the client uses higher up',
    subgraphs: thread,
    query: '{ feed { comments(limit: 2) { isSpam } lastWriter { id } } }',
    data: {
      feed: [
        { comments: [{ isSpam: false }, { isSpam: true }], lastWriter: { id: 'cid' } },
        { comments: [{ isSpam: false }, { isSpam: false }], lastWriter: { id: 'ada' } },
      ],
    },
  },
  {
    name: 'fields that require one field with different arguments',
    subgraphs: currencies,
    query: '{ products { upc name shipping shippingInEuro isExpensive } }',
    data: {
      products: [
        { upc: 'p1', name: 'Table', shipping: 110, shippingInEuro: 220, isExpensive: false },
        { upc: 'p2', name: 'Couch', shipping: 440, shippingInEuro: 880, isExpensive: true },
      ],
    },
  },
  {
    name: 'another field under the name of a required one',
    subgraphs: currencies,
    query: '{ products { price: name weight: upc shipping } }',
    data: {
      products: [
        { price: 'Table', weight: 'p1', shipping: 110 },
        { price: 'Couch', weight: 'p2', shipping: 440 },
      ],
    },
  },
  {
    name: 'another field under the name of a key',
    subgraphs: currencies,
    query: '{ products { upc: name name: upc shipping } }',
    data: {
      products: [
        { upc: 'Table', name: 'p1', shipping: 110 },
        { upc: 'Couch', name: 'p2', shipping: 440 },
      ],
    },
  },
  {
    name: 'a required field with arguments of the client beside those that are required',
    subgraphs: currencies,
    query: '{ products { price(currency: "EUR") inDollar: price(currency: "USD") shipping shippingInEuro } }',
    data: {
      products: [
        { price: 22, inDollar: 11, shipping: 110, shippingInEuro: 220 },
        { price: 44, inDollar: 22, shipping: 440, shippingInEuro: 880 },
      ],
    },
  },
  {
    name: 'a type of an object that only another subgraph knows',
    subgraphs: unownedNode,
    query: '{ b { id field } product { id name ... on Bread { id } } }',
    data: { b: { id: 'n1', field: 'foo' }, product: { id: 'p1', name: 'Rye' } },
  },
];

describe.each(['apollo', 'hive'] as const)('with the planner %s first', (planner) => {
  it.each(cases)('answers rightly: $name', async ({ subgraphs, query, data }) => {
    const graph = testGraph(subgraphs, { planner });
    expect(await graph.run(query)).toEqual({ data });
  });

  it.each(['{ a { field } }', '{ a { id field } }', '{ b { id } a { x: field } }'])(
    'says so when no subgraph can be asked for a field: %s',
    async (query) => {
      const result = await testGraph(unownedNode, { planner }).run(query);
      expect(result.data ?? null).toBeNull();
      expect(result.errors).toMatchObject([
        { message: expect.stringContaining('Node.field'), extensions: { code: 'OPERATION_UNRESOLVABLE' } },
      ]);
    },
  );

  it('names errors by the keys of the client, whatever keys the plan has', async () => {
    const graph = testGraph(currencies, {
      planner,
      wrap: (client, name) =>
        name === 'catalog'
          ? client
          : {
              ...client,
              execute: async () => ({
                data: { _entities: [{ shipping: null }, { shipping: 1 }] },
                errors: [
                  { message: 'No ships', path: ['_entities', 0, 'shipping'], extensions: { code: 'NOT_FOUND' } },
                ],
              }),
            },
    });
    const result = await graph.run('{ list: products { upc: name shipping } }');
    expect(result.data).toEqual({
      list: [
        { upc: 'Table', shipping: null },
        { upc: 'Couch', shipping: 1 },
      ],
    });
    expect(result.errors).toMatchObject([{ message: 'No ships', path: ['list', 0, 'shipping'] }]);
  });
});
