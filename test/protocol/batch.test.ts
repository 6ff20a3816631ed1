import { describe, expect, it } from 'vitest';
import { pipelines, testServer } from './testServer.ts';

describe.each(pipelines)('a list of operations in one request, by the pipeline %s', (HTTP_PIPELINE) => {
  it('is refused unless it is switched on, with the setting to change', async () => {
    for (const MAX_BATCH of ['0', '1']) {
      await using server = await testServer({ settings: { HTTP_PIPELINE, MAX_BATCH } });
      const response = await server.post([{ query: '{ greet }' }]);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('MAX_BATCH'), extensions: { code: 'BAD_REQUEST' } }],
      });
    }
  });

  it('is answered by a list in its order, each operation whatever becomes of the others', async () => {
    await using server = await testServer({ settings: { HTTP_PIPELINE, MAX_BATCH: '10' } });
    const response = await server.post([
      { query: 'query($name: String) { greet(name: $name) }', variables: { name: 'Ada' } },
      { query: '{ nothing }' },
      { query: 7 },
      null,
      { query: 'subscription { ticks { n } }' },
      { query: '{ deferred { ... @defer { later } } }' },
      { query: 'mutation { touch }' },
      { query: '{ refuses greet }' },
    ]);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    const code = (name: string) => ({ errors: [{ extensions: { code: name } }] });
    expect(await response.json()).toMatchObject([
      { data: { greet: 'Hello, Ada' } },
      code('GRAPHQL_VALIDATION_FAILED'),
      code('BAD_REQUEST'),
      code('BAD_REQUEST'),
      code('BAD_REQUEST'),
      code('NOT_ACCEPTABLE'),
      { data: { touch: 1 } },
      { data: { greet: 'Hello, world', refuses: null }, ...code('NOT_FOUND') },
    ]);
    expect(server.running.operationCount).toBe(0);
  });

  it('may not be empty, and not longer than the setting says', async () => {
    await using server = await testServer({ settings: { HTTP_PIPELINE, MAX_BATCH: '2' } });
    const one = { query: 'mutation { touch }' };
    expect((await server.post([])).status).toBe(400);
    const response = await server.post([one, one, one]);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST', limit: 2 } }] });
    expect(server.fake.touches).toBe(0);
    expect(await (await server.post([one, one])).json()).toHaveLength(2);
  });

  it('has one deadline', async () => {
    await using server = await testServer({ settings: { HTTP_PIPELINE, MAX_BATCH: '3', REQUEST_TIMEOUT_MS: '50' } });
    const response = await server.post([{ query: '{ greet }' }, { query: '{ stuck }' }]);
    expect(response.status).toBe(504);
  });
});
