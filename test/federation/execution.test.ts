import { GraphQLError, GraphQLScalarType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { testGraph } from '../kit/testGraph.ts';
import { recordingLog } from './brokenShop.ts';
import { operations } from './differentialOperations.ts';
import { shop } from './shop.ts';

const noMoment = (): never => {
  throw new GraphQLError('A moment looks otherwise.');
};

describe('requests to subgraphs', () => {
  it('send each entity once, however often the response shows it', async () => {
    const { run, calls } = testGraph(shop().subgraphs);
    const benchmark = operations.find(({ name }) => name === 'the usual benchmark')?.query ?? '';
    const { data } = await run(benchmark);
    const sent = calls.flatMap(({ request }) => (request.variables['representations'] ?? []) as unknown[]);
    const distinct = calls.reduce((sum, { request }) => {
      const list = (request.variables['representations'] ?? []) as unknown[];
      return sum + new Set(list.map((one) => JSON.stringify(one))).size;
    }, 0);
    expect(sent.length).toBe(distinct);
    expect(sent.length).toBeLessThan(60);
    // The same entities, counted as often as they are shown.
    expect(JSON.stringify(data).match(/"upc"/g)?.length).toBeGreaterThan(300);
  });

  it('carry only the variables that they use', async () => {
    const { run, calls } = testGraph(shop().subgraphs);
    await run(
      'query ($n: Int, $c: String, $on: Boolean!) { topProducts(first: $n) { currency(code: $c) } me @include(if: $on) { name } }',
      {
        n: 1,
        c: 'USD',
        on: true,
        more: 'not declared',
      },
    );
    const bySubgraph = new Map(calls.map(({ subgraph, request }) => [subgraph, Object.keys(request.variables).sort()]));
    expect(bySubgraph.get('catalog')).toEqual(['c', 'n']);
  });

  it('are left out for objects that do not exist and branches that are off', async () => {
    const { run, calls } = testGraph(shop().subgraphs);
    await run(
      'query ($on: Boolean!) { user(id: "nobody") { reviews { body } } me { id reviews @include(if: $on) { body } } }',
      { on: false },
    );
    expect(calls.map(({ subgraph }) => subgraph)).toEqual(['accounts']);
  });

  it('carry the viewer and the request id', async () => {
    const { run, calls } = testGraph(shop().subgraphs);
    await run('{ me { name } }', {}, { viewer: { kind: 'service', name: 'tests' }, requestId: 'r-7' });
    expect(calls[0]?.request).toMatchObject({ viewer: { kind: 'service', name: 'tests' }, requestId: 'r-7' });
  });
});

describe('mutations', () => {
  it('run one after the other in the order of the document, across subgraphs and past a failure', async () => {
    const { subgraphs, notes } = shop();
    const { run, calls } = testGraph(subgraphs);
    const result = await run(
      'mutation { a: note(text: "1") { id } x: renameUser(id: "u1", name: "X") { name } b: fail(text: "2") { id } c: note(text: "3") { id } }',
    );
    expect(notes).toEqual(['1', '2', '3']);
    expect(calls.map(({ subgraph }) => subgraph)).toEqual(['reviews', 'accounts', 'reviews']);
    expect(result.data).toEqual({ a: { id: 'r0' }, x: { name: 'X' }, b: null, c: { id: 'r0' } });
    expect(result.errors).toMatchObject([{ path: ['b'], extensions: { code: 'CONFLICT' } }]);
  });
});

describe('errors of resolvers', () => {
  it('that are for the client keep message, code, details and the client’s path', async () => {
    const { run } = testGraph(shop().subgraphs);
    const { errors } = await run('{ everybody: users { hush: secret } }');
    expect(errors?.map((error) => error.toJSON())).toEqual(
      [0, 1].map((index) => ({
        message: 'Secrets stay secret.',
        path: ['everybody', index, 'hush'],
        extensions: { code: 'FORBIDDEN', field: 'secret' },
      })),
    );
  });

  it('of an entity are told for each place that shows it', async () => {
    const { run } = testGraph(shop().subgraphs);
    const { errors } = await run('{ reviews(first: 6) { what: product { broken: flaky } } }');
    expect(errors?.map(({ path }) => path)).toEqual([
      ['reviews', 1, 'what', 'broken'],
      ['reviews', 4, 'what', 'broken'],
    ]);
  });

  it('that are not for the client are masked, and logged with their cause', async () => {
    const log = recordingLog();
    const { run } = testGraph(shop().subgraphs, { log });
    const result = await run('{ broken { name } }');
    expect(result.data).toBeNull();
    expect(JSON.stringify(result)).not.toContain('hunter2');
    expect(result.errors).toMatchObject([{ path: ['broken'], extensions: { code: 'INTERNAL' } }]);
    expect(log.lines).toMatchObject([
      { requestId: 'test', subgraph: 'accounts', cause: { message: 'the password is hunter2' } },
    ]);
  });

  it('about a value that only the subgraph can judge are the client’s to read', async () => {
    const { run } = testGraph({
      clock: {
        sdl: 'scalar Moment type Query { at(moment: Moment): String }',
        resolvers: {
          Query: { at: () => 'then' },
          Moment: new GraphQLScalarType({ name: 'Moment', parseValue: noMoment, parseLiteral: noMoment }),
        },
      },
    });
    const literal = await run('{ at(moment: "x") }');
    expect(literal.errors).toMatchObject([{ path: ['at'], extensions: { code: 'BAD_USER_INPUT' } }]);
    const variable = await run('query ($m: Moment) { at(moment: $m) }', { m: 'x' });
    expect(variable.errors).toMatchObject([{ path: ['at'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(variable.errors?.[0]?.message).toContain('Variable "$m"');
  });
});
