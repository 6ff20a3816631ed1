import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inbox } from '../kit/inbox.ts';
import { pipelines, type TestServer, testServer } from './testServer.ts';

/** Sends bytes as they are and gives back everything that comes until the server closes the connection. */
async function rawExchange(port: number, text: string): Promise<string> {
  const answers = inbox<string>('end of the connection');
  const socket = connect(port, '127.0.0.1', () => socket.write(text));
  let received = '';
  socket.on('data', (data) => {
    received += data.toString();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => answers.put(received));
  return await answers.next();
}

describe.each(pipelines)('GraphQL over HTTP, by the pipeline %s', (HTTP_PIPELINE) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer({ settings: { HTTP_PIPELINE, MAX_BODY_BYTES: '20000', REQUEST_TIMEOUT_MS: '400' } });
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  const get = (parameters: Record<string, string>, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/graphql?${new URLSearchParams(parameters).toString()}`, { headers });
  const codesOf = async (response: Response): Promise<unknown[]> => {
    const { errors = [] } = (await response.json()) as { errors?: { extensions: { code: unknown } }[] };
    return errors.map(({ extensions }) => extensions.code);
  };
  const preflighted = { 'apollo-require-preflight': 'yes' };
  const newType = { accept: 'application/graphql-response+json' };

  describe('answers', () => {
    it('a query by POST, with variables and the name of the operation', async () => {
      const response = await server.post({
        query: 'query A { greet } query B($name: String) { greet(name: $name) }',
        operationName: 'B',
        variables: { name: 'Ada' },
        extensions: {},
      });
      expect(response.status).toBe(200);
      expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(await response.json()).toEqual({ data: { greet: 'Hello, Ada' } });
    });

    it('a query by GET that a browser cannot send on its own', async () => {
      const response = await get(
        { query: 'query($name: String) { greet(name: $name) }', variables: '{"name":"Ada"}' },
        preflighted,
      );
      expect([response.status, await response.json()]).toEqual([200, { data: { greet: 'Hello, Ada' } }]);
    });

    it('with the media type that the client asks for', async () => {
      const response = await server.post({ query: '{ greet }' }, newType);
      expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
      for (const accept of ['*/*', 'application/*', 'application/json; charset=utf-8']) {
        expect((await server.post({ query: '{ greet }' }, { accept })).headers.get('content-type')).toMatch(
          /^application\//,
        );
      }
    });

    it('null for what may be left out', async () => {
      const body = { query: '{ greet }', operationName: null, variables: null, extensions: null };
      expect(await (await server.post(body)).json()).toEqual({ data: { greet: 'Hello, world' } });
    });

    it('with the request id of the caller, or one of its own', async () => {
      const mine = await server.post({ query: '{ requestId }' }, { 'x-request-id': 'mine-1' });
      expect(mine.headers.get('x-request-id')).toBe('mine-1');
      expect(await mine.json()).toEqual({ data: { requestId: 'mine-1' } });
      const own = await server.post({ query: '{ requestId }' }, { 'x-request-id': 'no good; "' });
      expect(await own.json()).toEqual({ data: { requestId: own.headers.get('x-request-id') } });
      expect(own.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    });

    it('a large script', async () => {
      const script = '#'.repeat(15_000);
      const query = 'mutation($script: String!) { submit(script: $script) }';
      expect(await (await server.post({ query, variables: { script } })).json()).toEqual({ data: { submit: 15_000 } });
    });
  });

  describe('refuses a document', () => {
    it.each([
      ['a syntax error', '{ greet', 'GRAPHQL_PARSE_FAILED'],
      ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
      ['an anonymous operation among others', '{ greet } query B { greet }', 'GRAPHQL_VALIDATION_FAILED'],
      ['a document without an operation', 'fragment F on Query { greet }', 'GRAPHQL_VALIDATION_FAILED'],
      ['a subscription, saying where it belongs', 'subscription { ticks { n } }', 'BAD_REQUEST'],
    ])('%s: 400 with the new media type, 200 with the old one', async (_what, query, code) => {
      const modern = await server.post({ query }, newType);
      expect(modern.status).toBe(400);
      expect((await codesOf(modern))[0]).toBe(code);
      const old = await server.post({ query }, { accept: 'application/json' });
      expect(old.status).toBe(200);
      expect(await old.json()).not.toHaveProperty('data');
    });

    it('an operation name that the document does not have', async () => {
      const response = await server.post({ query: 'query A { greet }', operationName: 'B' }, newType);
      expect([response.status, await codesOf(response)]).toEqual([400, ['OPERATION_NOT_FOUND']]);
    });

    it('variables of the wrong type', async () => {
      const query = 'mutation($script: String!) { submit(script: $script) }';
      const response = await server.post({ query, variables: { script: 7 } }, newType);
      expect([response.status, await codesOf(response)]).toEqual([400, ['BAD_USER_INPUT']]);
    });

    it('every anonymous kind of operation without harm', async () => {
      for (const query of ['subscription { ticks { n } }', 'mutation { nothing }', 'query { nothing }', '{}', '']) {
        await server.post({ query });
      }
      expect((await server.post({ query: '{ greet }' })).status).toBe(200);
    });
  });

  describe('refuses a request', () => {
    it.each([
      ['text that is not JSON', '{"query":'],
      ['an empty body', ''],
      ['a list of operations', '[{"query":"{ greet }"}]'],
      ['null', 'null'],
      ['text', '"{ greet }"'],
      ['no query', '{}'],
      ['a query that is not text', '{"query":7}'],
      ['variables that are a list', '{"query":"{ greet }","variables":[]}'],
      ['variables that are text', '{"query":"{ greet }","variables":"{}"}'],
      ['an operation name that is a number', '{"query":"{ greet }","operationName":7}'],
      ['extensions that are text', '{"query":"{ greet }","extensions":"x"}'],
    ])('%s with 400 and what was wrong', async (_what, body) => {
      for (const headers of [{ accept: 'application/json' }, newType]) {
        const response = await server.post(body, headers);
        expect(response.status).toBe(400);
        expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
      }
    });

    it('bytes that are not UTF-8', async () => {
      const response = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
      });
      expect([response.status, await codesOf(response)]).toEqual([400, ['BAD_REQUEST']]);
    });

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/graphql',
      'application/json; charset=utf-7',
      'application/json; charset=utf-16le',
      'message/rfc822',
    ])('a body of type %s with 415', async (type) => {
      const response = await server.post('{"query":"{ greet }"}', { 'content-type': type });
      expect([response.status, await codesOf(response)]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
    });

    it('a compressed body with 415', async () => {
      const response = await server.post('{"query":"{ greet }"}', { 'content-encoding': 'gzip' });
      expect([response.status, await codesOf(response)]).toEqual([415, ['UNSUPPORTED_MEDIA_TYPE']]);
    });

    it('a body over the limit with 413, whether it says its length or not', async () => {
      const large = JSON.stringify({ query: `{ greet } #${'x'.repeat(30_000)}` });
      const told = await server.post(large);
      expect([told.status, await codesOf(told)]).toEqual([413, ['BODY_TOO_LARGE']]);
      const untold = await fetch(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: new Blob([large]).stream(),
        duplex: 'half',
      } as RequestInit);
      expect([untold.status, await codesOf(untold)]).toEqual([413, ['BODY_TOO_LARGE']]);
    });

    it('an answer type that it does not have with 406', async () => {
      expect((await server.post({ query: '{ greet }' }, { accept: 'text/html' })).status).toBe(406);
    });

    it.each(['PUT', 'DELETE', 'PATCH'])('%s with 405 and what is allowed', async (method) => {
      const response = await fetch(`${server.url}/graphql`, { method });
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
    });

    it('a mutation by GET with 405, without running it', async () => {
      const before = server.fake.touches;
      const response = await get({ query: 'mutation { touch }' }, preflighted);
      expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
      expect(server.fake.touches).toBe(before);
    });

    it('a GET that any page could make a browser send (CSRF)', async () => {
      expect((await get({ query: '{ greet }' })).status).toBe(400);
      for (const type of ['text/plain', 'message/rfc822', 'application/x-www-form-urlencoded']) {
        expect((await get({ query: '{ greet }' }, { 'content-type': type, ...preflighted })).status).toBe(415);
      }
    });

    it('a GET without a query, or with variables that are not JSON', async () => {
      expect((await get({}, preflighted)).status).toBe(400);
      expect((await get({ query: '{ greet }', variables: '{' }, preflighted)).status).toBe(400);
      expect((await get({ query: '{ greet }', variables: '[]' }, preflighted)).status).toBe(400);
    });

    it('headers over 16 KiB with 431, and a malformed request line with 400', async () => {
      const headers = `GET /graphql HTTP/1.1\r\nHost: localhost\r\nX-Large: ${'x'.repeat(20_000)}\r\n\r\n`;
      expect(await rawExchange(server.port, headers)).toMatch(/^HTTP\/1\.1 431 /);
      expect(await rawExchange(server.port, 'NONSENSE\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    });

    it('a path that is nothing, and an address that is none', async () => {
      const response = await fetch(`${server.url}/nothing`);
      expect([response.status, await codesOf(response)]).toEqual([404, ['NOT_FOUND']]);
      const odd = 'GET http://[ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
      expect(await rawExchange(server.port, odd)).toMatch(/^HTTP\/1\.1 4\d\d /);
    });
  });

  describe('identities', () => {
    it('are taken from the bearer token', async () => {
      const response = await server.post({ query: '{ viewer }' }, { authorization: 'Bearer ada' });
      expect(await response.json()).toEqual({ data: { viewer: 'user_ada' } });
      expect(await (await server.post({ query: '{ viewer }' })).json()).toEqual({ data: { viewer: 'anonymous' } });
    });

    it('are never anonymous when a token is there but no good: 401 with a challenge', async () => {
      const response = await server.post({ query: '{ viewer }' }, { authorization: 'Bearer forged' });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
      expect(await codesOf(response)).toEqual(['UNAUTHENTICATED']);
    });

    it('are known before a byte of the body is read', async () => {
      const head = [
        'POST /graphql HTTP/1.1',
        'Host: localhost',
        'Content-Type: application/json',
        'Authorization: Bearer forged',
        'Content-Length: 1000',
      ];
      expect(await rawExchange(server.port, `${head.join('\r\n')}\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 401 [\s\S]*connection: close/i,
      );
    });
  });

  describe('errors of fields', () => {
    it('mask what was not written for clients, and log it with the request id', async () => {
      const response = await server.post({ query: '{ fails }' }, { 'x-request-id': 'masked-1' });
      const text = await response.text();
      expect(text).not.toContain('canary-4711');
      expect(JSON.parse(text)).toMatchObject({
        data: { fails: null },
        errors: [{ path: ['fails'], extensions: { code: 'INTERNAL', requestId: 'masked-1' } }],
      });
      const fault = server.faults.find(({ fields }) => (fields as { requestId?: string }).requestId === 'masked-1');
      expect(String((fault?.fields as { cause?: unknown } | undefined)?.cause)).toContain('canary-4711');
    });

    it('keep their code, message and facts when they were, with status 200', async () => {
      const response = await server.post({ query: '{ refuses greet }' }, newType);
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({
        data: { refuses: null, greet: 'Hello, world' },
        errors: [
          { message: 'There is no such thing.', path: ['refuses'], extensions: { code: 'NOT_FOUND', argument: 'id' } },
        ],
      });
    });

    it('never carry a stack', async () => {
      const texts = [await (await server.post({ query: '{ fails }' })).text(), await (await server.post('{')).text()];
      expect(texts.join('')).not.toMatch(/stacktrace|\.ts:\d+|node_modules/);
    });
  });

  describe('time', () => {
    it('ends an operation at its deadline, also when its resolvers do not listen', async () => {
      for (const field of ['slow', 'stuck']) {
        const response = await server.post({ query: `{ ${field} }` });
        const { errors } = (await response.json()) as { errors: { message: string; extensions: { code: string } }[] };
        expect(errors[0]?.extensions.code).toBe('SUBGRAPH_TIMEOUT');
        expect(errors[0]?.message).toContain('400 ms');
      }
      expect(server.running.operationCount).toBe(0);
    });

    it('aborts an operation whose client has left', async () => {
      const before = server.fake.waiting.size;
      for (let read = 0; read < before; read += 1) await server.fake.waiting.next();
      const body = JSON.stringify({ query: '{ slow }' });
      const request = httpRequest(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      request.on('error', () => undefined);
      request.end(body);
      const { signal } = await server.fake.waiting.next();
      const aborted = inbox<string>('abort');
      signal.addEventListener('abort', () => aborted.put(String(signal.reason)));
      request.destroy();
      expect(await aborted.next()).toContain('The client left');
    });
  });
});
