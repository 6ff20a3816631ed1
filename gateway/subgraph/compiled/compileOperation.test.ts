import fc from 'fast-check';
import { type ExecutionResult, execute, GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import { randomOperation } from '../../../test/kit/randomOperation.ts';
import { trapSchema } from '../../../test/kit/trapSchema.ts';
import { compileOperation, type Invocation } from './compileOperation.ts';

const schema = trapSchema();

/** Everything that can be seen of a result. */
function visible({ data, errors }: ExecutionResult): unknown {
  return JSON.parse(
    JSON.stringify({
      data: data === undefined ? 'none' : data,
      errors: errors?.map((error) => ({
        message: error.message,
        path: error.path,
        locations: error.locations,
        extensions: error.extensions,
        cause: String(error.originalError),
        isGraphQLError: error instanceof GraphQLError,
      })),
    }),
  );
}

async function both(query: string, invocation: Partial<Invocation> = {}, operationName?: string) {
  const document = parse(query);
  const compiled = compileOperation(schema, document, operationName);
  if (compiled === null) throw new Error('The operation was not compiled');
  const given = { rootValue: undefined, contextValue: {}, variableValues: {}, ...invocation };
  const expected = visible(await execute({ schema, document, ...given, operationName }));
  return { expected, own: visible(await compiled(given)), again: visible(await compiled(given)) };
}

const calls = new Map([
  [
    'echo',
    [
      '',
      '(text: null)',
      '(text: "x", level: HIGH)',
      '(filter: {min: 1})',
      '(list: 3)',
      '(filter: {odd: [1]})',
      '(list: [1, null])',
    ],
  ],
  ['must', ['(id: 3)', '']],
  ['method', ['', '(n: 7)', '(n: null)']],
]);

describe('a compiled operation', () => {
  it('answers as graphql-js does, whatever goes wrong', async () => {
    const property = fc.asyncProperty(randomOperation(schema, calls), fc.boolean(), async (query, yes) => {
      const { own, again, expected } = await both(query, { variableValues: { yes } });
      expect(own).toEqual(expected);
      expect(again).toEqual(expected);
    });
    await fc.assert(property, { numRuns: 600, seed: 20 });
  });

  it.each([
    ['{ __proto__: echo thing { __proto__: name constructor: name } }', {}],
    ['query ($text: String, $level: Level, $f: Filter) { echo(text: $text, level: $level, filter: $f) }', {}],
    ['query ($level: Level!, $f: Filter) { echo(level: $level, filter: $f) }', { level: 'HIGH', f: { odd: 1 } }],
    ['query ($level: Level!) { echo(level: $level) thing { name } }', { level: 'MIDDLE' }],
    ['query ($id: ID) { must(id: $id) }', {}],
    ['query ($list: [Int!]) { echo(list: $list) }', { list: 4 }],
    [
      'query ($on: Boolean!) { thing { name @include(if: $on) ...F @skip(if: $on) } } fragment F on Thing { id }',
      { on: true },
    ],
    ['query ($on: Boolean) { thing { name @include(if: $on) } }', {}],
    ['{ __schema { queryType { name } } __type(name: "Thing") { name fields { name } } __typename }', {}],
    ['{ thing { nowhere name } nowhere }', {}],
    ['{ thing { mustLate brokenLast } slow }', {}],
  ])('answers as graphql-js does: %s', async (query, variableValues) => {
    const { own, again, expected } = await both(query, { variableValues });
    expect(own).toEqual(expected);
    expect(again).toEqual(expected);
  });

  it('takes the conditions of each request anew', async () => {
    const compiled = compileOperation(
      schema,
      parse('query ($on: Boolean!) { thing { name @skip(if: $on) id } }'),
      undefined,
    );
    const run = (on: boolean) => compiled?.({ rootValue: undefined, contextValue: {}, variableValues: { on } });
    expect([await run(true), await run(false), await run(true)]).toEqual([
      { data: { thing: { id: '7' } } },
      { data: { thing: { name: 'thing', id: '7' } } },
      { data: { thing: { id: '7' } } },
    ]);
  });

  it('completes the event of a subscription from its root value', async () => {
    const rootValue = { event: { name: 'from the event' } };
    const { own, expected } = await both('subscription { event(n: 1) { name id } }', { rootValue });
    expect(own).toEqual(expected);
    expect(own).toMatchObject({ data: { event: { name: 'from the event' } } });
  });

  it('leaves mutations and documents of several operations to graphql-js', () => {
    const two = parse('query A { __typename } query B { __typename }');
    expect(compileOperation(schema, two, 'B')).toBeNull();
    expect(compileOperation(schema, parse('query A { __typename }'), 'B')).toBeNull();
    expect(compileOperation(schema, parse('mutation { x }'), undefined)).toBeNull();
  });
});
