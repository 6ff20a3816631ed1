import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { type Fault, faultyShop, saying } from './faultyShop.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const megabyte = 1024 * 1024;
const heldBytes = async (): Promise<number> => {
  collectGarbage();
  await new Promise((resolve) => setImmediate(resolve)); // memory outside of the heap is given back a turn later
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

/** Sends megabytes as fast as they are taken, whatever becomes of the connection. */
function flooding(head: string, megabytes: number, frame: (piece: string) => string = (piece) => piece): Fault {
  const start = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n${head}\r\n`;
  // One for all, so that what the server holds is not taken for what the gateway holds.
  const piece = Buffer.from(frame(' '.repeat(megabyte)));
  return (socket) => {
    let left = megabytes;
    const more = (): void => {
      while (left > 0 && !socket.destroyed) {
        left -= 1;
        if (!socket.write(piece)) return;
      }
    };
    socket.on('drain', more).write(start);
    more();
  };
}

describe('an answer of 50 MB', () => {
  const inChunks = (piece: string): string => `${piece.length.toString(16)}\r\n${piece}\r\n`;
  it.each<[string, Fault]>([
    ['with its length stated', flooding(`content-length: ${50 * megabyte}\r\n`, 50)],
    ['in chunks', flooding('transfer-encoding: chunked\r\n', 50, inChunks)],
    ['without a length', flooding('', 50)],
  ])('%s is refused without being held, again and again', async (_how, fault) => {
    await using accounts = await faultyShop('accounts', { maxBodyBytes: 2 * megabyte });
    const query = '{ me { name } topProducts { name } }';
    await accounts.ask(query);
    accounts.fault = fault;
    const before = await heldBytes();
    const rssBefore = process.memoryUsage().rss;
    for (let times = 0; times < 4; times += 1) {
      const answers = await Promise.all([accounts.ask(query), accounts.ask(query), accounts.ask(query)]);
      for (const { data, errors } of answers) {
        expect(data).toMatchObject({ me: null, topProducts: [{ name: 'Table' }, {}, {}] });
        expect(errors).toMatchObject([
          {
            message: expect.stringContaining(`more than ${2 * megabyte} bytes`),
            path: ['me'],
            extensions: { code: 'SUBGRAPH_MALFORMED' },
          },
        ]);
      }
    }
    accounts.fault = null;
    expect((await accounts.ask(query)).data).toMatchObject({ me: { name: 'Ada' } });
    // 600 MB were offered.
    expect((await heldBytes()) - before).toBeLessThan(8 * megabyte);
    expect(process.memoryUsage().rss - rssBefore).toBeLessThan(150 * megabyte);
  });
});

describe('keys that a prototype has too', () => {
  const keys = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":{"polluted":1}';

  it.each([
    ['beside the answer', `{"data":{"me":{"name":"Ada"}},${keys}}`],
    ['at the root of the data', `{"data":{"me":{"name":"Ada"},${keys}}}`],
    ['in an object', `{"data":{"me":{"name":"Ada",${keys}}}}`],
  ])('%s change no prototype and reach no client', async (_where, body) => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(body);
    expect(await accounts.ask('{ me { name } }')).toEqual({ data: { me: { name: 'Ada' } }, errors: [] });
    expect('polluted' in {}).toBe(false);
  });

  it('in an entity and beside it change no prototype', async () => {
    await using inventory = await faultyShop('inventory');
    const entity = `{"inStock":true,${keys}}`;
    inventory.fault = saying(`{"data":{"_entities":[${entity},${entity},${entity}],${keys}}}`);
    expect(await inventory.ask('{ topProducts { inStock } }')).toEqual({
      data: { topProducts: [{ inStock: true }, { inStock: true }, { inStock: true }] },
      errors: [],
    });
    expect('polluted' in {}).toBe(false);
  });

  it('in a scalar of any shape are data', async () => {
    await using catalog = await faultyShop('catalog');
    catalog.fault = saying(`{"data":{"raw":{${keys}}}}`);
    const { data } = await catalog.ask('{ raw }');
    expect(JSON.stringify(data)).toBe(`{"raw":{${keys}}}`);
    expect('polluted' in {}).toBe(false);
  });

  it('in errors, their paths and extensions change no prototype', async () => {
    await using accounts = await faultyShop('accounts');
    const path = '["__proto__","constructor","polluted"]';
    accounts.fault = saying(
      `{"data":{"me":null},"errors":[{"message":"No","path":${path},${keys},"extensions":{"code":"FORBIDDEN",${keys}}}]}`,
    );
    const { data, errors } = await accounts.ask('{ me { name } }');
    expect(data).toEqual({ me: null });
    expect(errors[0]).toMatchObject({ message: 'No', extensions: { code: 'FORBIDDEN' } });
    expect(JSON.stringify(errors)).toContain('"__proto__":{"polluted":1}');
    expect('polluted' in {}).toBe(false);
    expect(Object.getPrototypeOf(errors[0]?.extensions ?? null)).toBe(Object.prototype);
  });

  it('as codes and messages are nothing special', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(
      '{"data":{"me":null},"errors":[{"message":"constructor","path":["me"],"extensions":{"code":"__proto__"}}]}',
    );
    const { errors } = await accounts.ask('{ me { name } }');
    expect(errors).toMatchObject([{ path: ['me'], extensions: { code: 'INTERNAL' } }]);
  });
});

describe('an answer that is nested a hundred thousand times', () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  const deepObject = `${'{"me":'.repeat(100_000)}1${'}'.repeat(100_000)}`;

  it.each([
    ['where nobody asked', `{"data":{"me":{"name":"Ada","other":${deep}},"deep":${deepObject}}}`],
    ['in errors', `{"data":{"me":{"name":"Ada"}},"errors":[],"extensions":${deepObject}}`],
  ])('%s is of no interest', async (_where, body) => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(body);
    expect(await accounts.ask('{ me { name } }')).toEqual({ data: { me: { name: 'Ada' } }, errors: [] });
  });

  it('in place of a value nulls that one', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(`{"data":{"me":{"name":${deep}},"users":${deep}}}`);
    const { data, errors } = await accounts.ask('{ me { name } users { name } topProducts { name } }');
    expect(data).toMatchObject({ me: { name: null }, users: [null], topProducts: [{ name: 'Table' }, {}, {}] });
    expect(errors.every(({ extensions }) => extensions['code'] === 'SUBGRAPH_MALFORMED')).toBe(true);
    accounts.fault = null;
    expect((await accounts.ask('{ me { name } }')).data).toEqual({ me: { name: 'Ada' } });
  });

  it('in a scalar of any shape nulls that one', async () => {
    await using catalog = await faultyShop('catalog');
    catalog.fault = saying(`{"data":{"raw":${deep}}}`);
    const { data, errors } = await catalog.ask('{ raw me { name } }');
    expect(data).toEqual({ raw: null, me: { name: 'Ada' } });
    expect(errors).toMatchObject([{ path: ['raw'], extensions: { code: 'SUBGRAPH_MALFORMED' } }]);
  });

  it('in the extensions of an error leaves its code', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = saying(
      `{"data":{"me":null},"errors":[{"message":"No","path":["me"],"extensions":{"code":"FORBIDDEN","x":${deep}}}]}`,
    );
    const { errors } = await accounts.ask('{ me { name } }');
    expect(JSON.parse(JSON.stringify(errors))).toEqual([
      { message: 'No', path: ['me'], extensions: { code: 'FORBIDDEN' } },
    ]);
  });
});
