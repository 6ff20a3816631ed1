import { describe, expect, it } from 'vitest';
import { faultyShop, saying } from './faultyShop.ts';

const entities = '{ topProducts { name inStock } }';
const names = [{ name: 'Table' }, { name: 'Couch' }, { name: 'Chair' }];
const inStock = (...values: readonly unknown[]) => names.map((name, index) => ({ ...name, inStock: values[index] }));

describe('an answer for entities', () => {
  it.each([
    ['too few', '[{"inStock":true}]'],
    ['too many', '[{"inStock":true},{"inStock":true},{"inStock":true},{"inStock":true}]'],
    ['none', '[]'],
    ['no list of them', '{"0":{"inStock":true}}'],
    ['null for all of them', 'null'],
  ])('with %s is taken for none, and said so', async (_what, list) => {
    await using inventory = await faultyShop('inventory');
    inventory.fault = saying(`{"data":{"_entities":${list}}}`);
    const { data, errors } = await inventory.ask(entities);
    expect(data).toEqual({ topProducts: inStock(null, null, null) });
    expect(errors).toMatchObject([{ path: ['topProducts'], extensions: { code: 'SUBGRAPH_MALFORMED' } }]);
  });

  it('with null for some leaves those alone', async () => {
    await using inventory = await faultyShop('inventory');
    inventory.fault = saying('{"data":{"_entities":[{"inStock":true},null,{"inStock":false}]}}');
    expect(await inventory.ask(entities)).toEqual({ data: { topProducts: inStock(true, null, false) }, errors: [] });
  });

  it('with things that are no entities leaves those alone', async () => {
    await using inventory = await faultyShop('inventory');
    inventory.fault = saying('{"data":{"_entities":["p1",[true],{"inStock":false}]}}');
    expect((await inventory.ask(entities)).data).toEqual({ topProducts: inStock(null, null, false) });
  });

  it('with a value of the wrong type nulls that one, with its place', async () => {
    await using inventory = await faultyShop('inventory');
    inventory.fault = saying('{"data":{"_entities":[{"inStock":true},{"inStock":"maybe"},{"inStock":false}]}}');
    const { data, errors } = await inventory.ask(entities);
    expect(data).toEqual({ topProducts: inStock(true, null, false) });
    expect(errors).toMatchObject([{ path: ['topProducts', 1, 'inStock'], extensions: { code: 'SUBGRAPH_MALFORMED' } }]);
  });
});

describe('an answer with values of the wrong type', () => {
  it.each([
    ['text for an object', '"Ada"'],
    ['a list for an object', '[{"name":"Ada"}]'],
    ['a number for an object', '1'],
    ['an object for text', '{"name":{"first":"Ada"}}'],
    ['a list for text', '{"name":["Ada"]}'],
  ])('(%s) nulls the field and leaves the rest', async (_what, me) => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(`{"data":{"me":${me},"users":[{"name":"Bob"}]}}`);
    const { data, errors } = await accounts.ask('{ me { name } users { name } topProducts { name } }');
    expect([{ me: null }, { me: { name: null } }]).toContainEqual({ me: (data as { me: unknown }).me });
    expect(data).toMatchObject({ users: [{ name: 'Bob' }], topProducts: names });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ extensions: { code: 'SUBGRAPH_MALFORMED' } });
    expect(errors[0]?.path?.[0]).toBe('me');
  });

  it('shows bytes that are not UTF-8 as U+FFFD and nothing else', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = (socket) => {
      const body = Buffer.from('{"data":{"me":{"name":"A\xff\xfea"}}}', 'latin1');
      const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n`;
      socket.write(Buffer.concat([Buffer.from(head), body]));
    };
    expect(await accounts.ask('{ me { name } }')).toEqual({ data: { me: { name: 'A\ufffd\ufffda' } }, errors: [] });
  });

  it('may begin with a byte order mark', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying('\ufeff{"data":{"me":{"name":"Ada"}}}');
    expect(await accounts.ask('{ me { name } }')).toEqual({ data: { me: { name: 'Ada' } }, errors: [] });
  });
});

describe('errors of a subgraph', () => {
  const denied = (path: string): string =>
    `{"data":{"me":null},"errors":[{"message":"No","path":${path},"extensions":{"code":"FORBIDDEN"}}]}`;

  it.each([
    ['no list', '"me"'],
    ['objects in it', '[{"me":1}]'],
    ['null in it', '["me",null]'],
    ['nothing in it', '[]'],
    ['a million steps', `[${'"me",'.repeat(1_000_000)}1]`],
  ])('whose path is wrong (%s) are told at the fields that the fetch was for', async (_what, path) => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(denied(path));
    const { data, errors } = await accounts.ask('{ me { name } topProducts { name } }');
    expect(data).toEqual({ me: null, topProducts: names });
    expect(errors).toMatchObject([{ message: 'No', path: ['me'], extensions: { code: 'FORBIDDEN' } }]);
  });

  it('at an entity that was not asked for are told at the list', async () => {
    await using inventory = await faultyShop('inventory');
    inventory.fault = saying(
      '{"data":{"_entities":[null,null,null]},"errors":[{"message":"No","path":["_entities",99,"inStock"],"extensions":{"code":"FORBIDDEN"}}]}',
    );
    const { errors } = await inventory.ask(entities);
    expect(errors).toMatchObject([{ message: 'No', extensions: { code: 'FORBIDDEN' } }]);
    expect(errors[0]?.path?.[0]).toBe('topProducts');
  });

  it('in their hundreds of thousands are told a thousand times at most', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(
      `{"data":{"me":{"name":"Ada"}},"errors":[${'{"message":"No"},'.repeat(300_000)}{"message":"x"}]}`,
    );
    const { data, errors } = await accounts.ask('{ me { name } }');
    expect(data).toEqual({ me: { name: 'Ada' } });
    expect(errors.length).toBeGreaterThan(0);
    expect(errors.length).toBeLessThanOrEqual(1_000);
  });
});
