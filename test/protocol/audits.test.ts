import { type AuditResult, auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pipelines, type TestServer, testServer } from './testServer.ts';

/** The audits that send a bare GET, as any page could make a browser do. */
const bareGets = ['5A70', 'D6D5', '6A70'];

const modern = 'application/graphql-response+json';

/** `fetch` of a client that proves that no browser sends its GETs unasked. */
const preflighted = (input: unknown, init?: RequestInit): Promise<Response> =>
  fetch(String(input), { ...init, headers: { ...init?.headers, 'apollo-require-preflight': 'true' } });

const failures = (results: readonly AuditResult[]): readonly string[] =>
  results.flatMap((result) => (result.status === 'ok' ? [] : [`${result.id} ${result.name}: ${result.reason}`]));

describe.each(pipelines)('the audits of GraphQL over HTTP, by the pipeline %s', (HTTP_PIPELINE) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await testServer({ settings: { HTTP_PIPELINE } });
  });
  afterAll(async () => await server[Symbol.asyncDispose]());

  it('all pass', async () => {
    const results = await auditServer({ url: `${server.url}/graphql`, fetchFn: preflighted });
    expect(failures(results)).toEqual([]);
    expect(results).toHaveLength(61);
  });

  it('fail where a GET does not prove that a browser asked first, and nowhere else', async () => {
    const results = await auditServer({ url: `${server.url}/graphql`, fetchFn: fetch });
    const failed = results.filter(({ status }) => status !== 'ok').map(({ id }) => id);
    expect(failed.toSorted()).toEqual(bareGets.toSorted());
  });

  // The three that the suite has only as comments.
  it('39AA: a map is accepted for extensions', async () => {
    for (const accept of [modern, 'application/json']) {
      const body = { query: '{ greet }', extensions: { some: { thing: ['of', 'ours'] } } };
      const response = await server.post(body, { accept });
      expect([response.status, await response.json()]).toEqual([200, { data: { greet: 'Hello, world' } }]);
    }
    const extensions = encodeURIComponent('{"some":"thing"}');
    const response = await preflighted(`${server.url}/graphql?query=%7Bgreet%7D&extensions=${extensions}`);
    expect(response.status).toBe(200);
  });

  it('EE52: the status is 2xx when there is data, whatever errors are beside it', async () => {
    const response = await server.post({ query: '{ refuses greet }' }, { accept: modern });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ data: { greet: 'Hello, world' }, errors: [{}] });
  });

  it('BC58: the status is 401 when the request is not permitted, in the form that the client takes', async () => {
    const response = await server.post({ query: '{ greet }' }, { accept: modern, authorization: 'Bearer forged' });
    expect(response.status).toBe(401);
    expect(response.headers.get('content-type')).toBe(`${modern}; charset=utf-8`);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });
});
