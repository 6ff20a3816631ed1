import { describe, expect, it } from 'vitest';
import { withPolicies } from '../../gateway/subgraph/policies.ts';
import type { SubgraphClient } from '../../gateway/subgraph/subgraphClient.ts';
import { ClientError } from '../../lib/errors.ts';
import { testGraph } from '../kit/testGraph.ts';
import { answering, failing, recordingLog, shopWith } from './brokenShop.ts';
import { shop } from './shop.ts';

describe('a subgraph that fails', () => {
  it('nulls what it owns and nothing else, with one error at the list', async () => {
    const unavailable = new ClientError('SUBGRAPH_UNAVAILABLE', 'Not there.', { subgraph: 'inventory' });
    const { run } = shopWith('inventory', failing(unavailable));
    const result = await run('{ topProducts { name inStock reviews { stars } } me { name } }');
    expect(result.data).toMatchObject({
      me: { name: 'Ada' },
      topProducts: [
        { name: 'Table', inStock: null },
        { name: 'Couch', inStock: null },
        { name: 'Chair', inStock: null },
      ],
    });
    expect(result.errors).toMatchObject([
      {
        message: 'Not there.',
        path: ['topProducts'],
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph: 'inventory' },
      },
    ]);
  });

  it('at the root gives an error for each field, and what needs them is not asked', async () => {
    const { run, calls } = shopWith('accounts', failing(new ClientError('SUBGRAPH_TIMEOUT')));
    const result = await run('{ me { name reviews { body } } people: users { id } topProducts { upc } }');
    expect(result.data).toMatchObject({
      me: null,
      people: null,
      topProducts: [{ upc: 'p1' }, { upc: 'p2' }, { upc: 'p3' }],
    });
    expect(result.errors?.map(({ path }) => path)).toEqual([['me'], ['people']]);
    expect(calls.map(({ subgraph }) => subgraph).sort()).toEqual(['accounts', 'catalog']);
  });

  it('by a defect is masked and logged', async () => {
    const log = recordingLog();
    const { run } = shopWith('accounts', failing(new TypeError('x is not a function')), log);
    const result = await run('{ me { name } }');
    expect(result.errors).toMatchObject([{ path: ['me'], extensions: { code: 'INTERNAL' } }]);
    expect(log.lines).toMatchObject([{ cause: { message: 'x is not a function' } }]);
  });

  it('does not get its undocumented messages through', async () => {
    const { run } = shopWith(
      'accounts',
      answering({
        data: { me: null },
        errors: [{ message: 'SQL at 10.0.0.7', path: ['me'], extensions: { code: 'DB' } }],
      }),
    );
    const result = await run('{ me { name } }');
    expect(JSON.stringify(result)).not.toContain('10.0.0.7');
    expect(result.errors).toMatchObject([{ path: ['me'], extensions: { code: 'INTERNAL' } }]);
  });

  it('by answering for too few entities is told so', async () => {
    const { run } = shopWith('inventory', answering({ data: { _entities: [] } }));
    const result = await run('{ topProducts { name inStock } }');
    expect(result.data).toMatchObject({ topProducts: [{ inStock: null }, {}, {}] });
    expect(result.errors).toMatchObject([{ path: ['topProducts'], extensions: { code: 'SUBGRAPH_MALFORMED' } }]);
  });

  it('by taking too long costs only its own fields', async () => {
    const never: SubgraphClient['execute'] = () => new Promise(() => undefined);
    const { run } = shopWith('inventory', (client) =>
      withPolicies({ ...client, execute: never }, { name: 'inventory', timeoutMs: 20 }),
    );
    const result = await run('{ topProducts { name inStock } }');
    expect(result.data).toMatchObject({ topProducts: [{ name: 'Table', inStock: null }, {}, {}] });
    expect(result.errors).toMatchObject([{ path: ['topProducts'], extensions: { code: 'SUBGRAPH_TIMEOUT' } }]);
  });
});

describe('data that does not fit the schema', () => {
  it.each([
    ['a list where there is none', { me: [] }, 'field Query.me is not an object'],
    ['an object where a list is', { users: {} }, 'field Query.users is not a list'],
    ['text where a number is', { topProducts: [{ price: 'dear' }] }, 'field Product.price is not of type Int'],
    ['an enum value that is none', { me: { id: 'u1', level: 'IRON' } }, 'field User.level is not of type Level'],
    [
      'a type that is not one of the union',
      { actors: [{ __typename: 'Product' }] },
      'field Query.actors is not one of Actor',
    ],
    ['an object without its type', { actors: [{}] }, 'field Query.actors is not one of Actor'],
    ['a missing non-null field', { me: {} }, 'Cannot return null for non-nullable field User.id'],
  ])('%s becomes null and an error', async (_what, data, says) => {
    const query = '{ me { id level } users { name } actors { ... on User { name } } }';
    const catalog = '{ topProducts { price } }';
    const { run } = testGraph(shop().subgraphs, { wrap: answering({ data }) });
    const result = await run('topProducts' in data ? catalog : query);
    expect(result.errors?.some(({ message }) => message.includes(says))).toBe(true);
    expect(result.errors?.every(({ extensions }) => extensions['code'] === 'SUBGRAPH_MALFORMED')).toBe(true);
  });

  it('is told of once, by the error that explains it', async () => {
    const { run } = shopWith(
      'accounts',
      answering({ data: null, errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }] }),
    );
    const result = await run('{ broken { id } }');
    expect(result).toMatchObject({ data: null, errors: [{ message: 'No', path: ['broken'] }] });
    expect(result.errors).toHaveLength(1);
  });
});

describe('keys that a prototype has too', () => {
  it('are ordinary keys as aliases, also across a join', async () => {
    const { run } = testGraph(shop().subgraphs);
    const result = await run(
      '{ __proto__: me { constructor: name __proto__: reviews { toString: stars hasOwnProperty: product { __proto__: name } } } }',
    );
    expect(JSON.stringify(result)).toMatch(
      /^\{"data":\{"__proto__":\{"constructor":"Ada","__proto__":\[\{"toString":0,"hasOwnProperty":\{"__proto__":"Table"\}\}/,
    );
    expect({}).not.toHaveProperty('name');
  });

  it('from a hostile subgraph change no prototype', async () => {
    const hostile: unknown = JSON.parse(
      '{"data":{"me":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"id":"u1","name":"Ada"}}}',
    );
    const { run } = shopWith('accounts', (client) => ({ ...client, execute: async () => hostile as object }));
    const result = await run('{ me { id name } }');
    expect(result).toEqual({ data: { me: { id: 'u1', name: 'Ada' } } });
    expect('polluted' in {}).toBe(false);
  });

  it('are null when the subgraph lacks them, not what the prototype would say', async () => {
    const { run } = shopWith('accounts', answering({ data: { me: { __typename: 'User' } } }));
    const result = await run('{ me { constructor: name valueOf: level } }');
    expect(result).toEqual({ data: { me: { constructor: null, valueOf: null } } });
  });
});

describe('an operation that is aborted', () => {
  it('answers at once with the reason, and asks no further subgraph', async () => {
    const { subgraphs } = shop();
    const aborting = new AbortController();
    const { run, calls } = testGraph(subgraphs, {
      wrap: (client, name) =>
        name === 'accounts'
          ? {
              ...client,
              execute: () => new Promise(() => aborting.abort(new ClientError('SUBGRAPH_TIMEOUT', 'Too late.'))),
            }
          : client,
    });
    const result = await run('{ me { reviews { body } } }', {}, { signal: aborting.signal });
    expect(result).toMatchObject({ errors: [{ message: 'Too late.', extensions: { code: 'SUBGRAPH_TIMEOUT' } }] });
    expect(calls).toHaveLength(1);
  });

  it('before it begins asks none at all', async () => {
    const { run, calls } = testGraph(shop().subgraphs);
    const result = await run('{ me { name } }', {}, { signal: AbortSignal.abort(new Error('The client left')) });
    expect(result).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL' } }] });
    expect(calls).toHaveLength(0);
  });
});
