import { describe, expect, it } from 'vitest';
import { rawAnswer } from '../../kit/rawServer.ts';
import { answering, type Fault, faultyShop, saying } from './faultyShop.ts';

const entities = '{ topProducts { name inStock } me { name } }';
const roots = '{ me { name } people: users { name } topProducts { name } }';
const products = (inStock: readonly (boolean | null)[]) =>
  ['Table', 'Couch', 'Chair'].map((name, index) => ({ name, inStock: inStock[index] }));

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const reset: Fault = (socket) => void socket.resetAndDestroy();

const faults: readonly (readonly [what: string, code: string, fault: Fault])[] = [
  ['resets the connection before its answer', 'SUBGRAPH_UNAVAILABLE', reset],
  ['closes the connection before its answer', 'SUBGRAPH_UNAVAILABLE', (socket) => void socket.end()],
  [
    'resets the connection in the middle of its answer',
    'SUBGRAPH_UNAVAILABLE',
    (socket) => socket.write(`${head}content-length: 50\r\n\r\n{"data":`, () => socket.resetAndDestroy()),
  ],
  [
    'gives half a body and closes',
    'SUBGRAPH_UNAVAILABLE',
    (socket) => void socket.end(`${head}content-length: 50\r\n\r\n{"data":`),
  ],
  [
    'gives half a body in chunks and closes',
    'SUBGRAPH_UNAVAILABLE',
    (socket) => void socket.end(`${head}transfer-encoding: chunked\r\n\r\n8\r\n{"data":\r\n`),
  ],
  ['gives half a body without a length', 'SUBGRAPH_MALFORMED', (socket) => void socket.end(`${head}\r\n{"data":`)],
  ['answers 500 with JSON', 'SUBGRAPH_UNAVAILABLE', answering('500 Oops', 'application/json', '{"error":"oops"}')],
  ['answers 503 with text', 'SUBGRAPH_UNAVAILABLE', answering('503 Later', 'text/plain', 'later')],
  ['answers 500 with HTML', 'SUBGRAPH_UNAVAILABLE', answering('500 Oops', 'text/html', '<h1>Oops</h1>')],
  ['answers 429', 'SUBGRAPH_UNAVAILABLE', answering('429 Slow down', 'text/plain', 'no')],
  ['answers 404', 'SUBGRAPH_MALFORMED', answering('404 Not Found', 'text/html', 'no')],
  ['answers 302', 'SUBGRAPH_MALFORMED', answering('302 Found', 'text/html\r\nlocation: http://127.0.0.1:9/', '')],
  ['answers 204', 'SUBGRAPH_MALFORMED', (socket) => void socket.write('HTTP/1.1 204 No Content\r\n\r\n')],
  ['answers 200 with HTML', 'SUBGRAPH_MALFORMED', answering('200 OK', 'text/html', '<h1>Welcome</h1>')],
  ['answers without a content type', 'SUBGRAPH_MALFORMED', answering('200 OK\r\nx: y', '', '{"data":null}')],
  ['answers with another type of JSON', 'SUBGRAPH_MALFORMED', answering('200 OK', 'text/json', '{"data":null}')],
  [
    'answers with a compressed body',
    'SUBGRAPH_MALFORMED',
    (socket) => {
      socket.write(rawAnswer('{"data":null}', 'content-encoding: gzip\r\n'));
    },
  ],
  ['speaks no HTTP', 'SUBGRAPH_MALFORMED', (socket) => void socket.write('220 mail.example ESMTP\r\n\r\n')],
  [
    'answers with two lengths',
    'SUBGRAPH_MALFORMED',
    (socket) => {
      socket.write(rawAnswer('{"data":null}', 'content-length: 1\r\n'));
    },
  ],
  ['answers with an empty body', 'SUBGRAPH_MALFORMED', saying('')],
  ['answers with broken JSON', 'SUBGRAPH_MALFORMED', saying('{"data":{"me":')],
  ['answers with two JSON values', 'SUBGRAPH_MALFORMED', saying('{"data":null}{"data":null}')],
  ['answers with JSON that is no object', 'SUBGRAPH_MALFORMED', saying('[{"data":null}]')],
  ['answers with JSON that is not GraphQL', 'SUBGRAPH_MALFORMED', saying('{"message":"hello"}')],
  ['answers with data that is a list', 'SUBGRAPH_MALFORMED', saying('{"data":[]}')],
  ['answers with data that is text', 'SUBGRAPH_MALFORMED', saying('{"data":"none"}')],
  ['answers with errors that are no list', 'SUBGRAPH_MALFORMED', saying('{"data":{},"errors":{"message":"x"}}')],
  ['answers with errors that are text', 'SUBGRAPH_MALFORMED', saying('{"data":{},"errors":["x"]}')],
  ['answers with errors without a message', 'SUBGRAPH_MALFORMED', saying('{"data":{},"errors":[{"code":1}]}')],
  ['never answers', 'SUBGRAPH_TIMEOUT', () => undefined],
  ['never ends its head', 'SUBGRAPH_TIMEOUT', (socket) => void socket.write('HTTP/1.1 200 OK\r\n')],
  ['never ends its body', 'SUBGRAPH_TIMEOUT', (socket) => void socket.write(`${head}content-length: 50\r\n\r\n{"da`)],
];

describe('a subgraph behind a socket', () => {
  it.each(faults)(
    'that %s costs its own fields, with %s, and is asked again by the next request',
    async (_what, code, fault) => {
      // A time limit that healthy answers keep on a slow machine too is needed only where it is not what is waited for.
      const timeoutMs = code === 'SUBGRAPH_TIMEOUT' ? 500 : 20_000;
      await using inventory = await faultyShop('inventory', { timeoutMs });
      inventory.fault = fault;
      const first = await inventory.ask(entities);
      expect(first.data).toEqual({ topProducts: products([null, null, null]), me: { name: 'Ada' } });
      expect(first.errors).toMatchObject([{ path: ['topProducts'], extensions: { code, subgraph: 'inventory' } }]);
      inventory.fault = null;
      expect(await inventory.ask(entities)).toEqual({
        data: { topProducts: products([true, false, true]), me: { name: 'Ada' } },
        errors: [],
      });

      await using accounts = await faultyShop('accounts', { timeoutMs });
      accounts.fault = fault;
      const second = await accounts.ask(roots);
      expect(second.data).toEqual({
        me: null,
        people: null,
        topProducts: [{ name: 'Table' }, { name: 'Couch' }, { name: 'Chair' }],
      });
      expect(second.errors).toMatchObject([
        { path: ['me'], extensions: { code, subgraph: 'accounts' } },
        { path: ['people'], extensions: { code, subgraph: 'accounts' } },
      ]);
      accounts.fault = null;
      expect((await accounts.ask(roots)).data).toMatchObject({ me: { name: 'Ada' }, people: [{ name: 'Ada' }, {}] });
    },
  );

  it('that refuses connections costs its own fields', async () => {
    await using inventory = await faultyShop('inventory');
    await inventory.server[Symbol.asyncDispose]();
    const { data, errors } = await inventory.ask(entities);
    expect(data).toEqual({ topProducts: products([null, null, null]), me: { name: 'Ada' } });
    expect(errors).toMatchObject([{ path: ['topProducts'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  });

  it('that breaks under a query is asked up to three times, under a mutation once', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = reset;
    await accounts.ask('{ me { name } }');
    expect(accounts.server.requests).toHaveLength(3);
    const { data, errors } = await accounts.ask('mutation { renameUser(id: "u1", name: "x") { name } }');
    expect(data).toEqual({ renameUser: null });
    expect(errors).toMatchObject([{ path: ['renameUser'], extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
    expect(accounts.server.requests).toHaveLength(4);
  });

  it('that broke only once is no fault to a query', async () => {
    await using accounts = await faultyShop('accounts');
    accounts.fault = (socket) => {
      accounts.fault = null;
      socket.resetAndDestroy();
    };
    expect(await accounts.ask('{ me { name } }')).toEqual({ data: { me: { name: 'Ada' } }, errors: [] });
  });
});
