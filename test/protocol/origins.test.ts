import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { inbox } from '../kit/inbox.ts';
import { rawSocket } from '../kit/wsClient.ts';
import { pipelines, type TestServer, testServer } from './testServer.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** Sends what `fetch` would not let a test send: a foreign Host or Origin. */
function send(
  server: TestServer,
  options: { readonly method?: string; readonly path?: string; readonly headers?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const { method = 'GET', path = '/health/live', headers = {} } = options;
  const answers = inbox<Answer>('answer');
  const request = httpRequest(`${server.url}${path}`, { method, headers: { ...headers } }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('end', () => answers.put({ status: response.statusCode ?? 0, headers: response.headers, text }));
  });
  request.end();
  return answers.next();
}

const query = '/graphql?query=%7Bgreet%7D';
const foreign = { origin: 'https://evil.example' };
const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };

describe.each(pipelines)('pages of other origins, by the pipeline %s', (HTTP_PIPELINE) => {
  it('may not use the server by any method, and their sockets are refused', async () => {
    await using server = await testServer({ settings: { HTTP_PIPELINE } });
    for (const path of [query, '/schema.graphql', '/', '/explorer', '/health/ready']) {
      const answer = await send(server, { path, headers: foreign });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    const asked = await send(server, { method: 'OPTIONS', path: '/graphql', headers: { ...foreign, ...preflight } });
    expect([asked.status, asked.headers['access-control-allow-origin']]).toEqual([403, undefined]);
    await expect(rawSocket(server.url, { headers: foreign })).rejects.toThrow('403');
  });

  it.each(['null', 'file://', 'https://portal.example.evil.example', 'http://127.0.0.1.evil.example', 'nonsense'])(
    'are not let in by an origin that only looks right: %s',
    async (origin) => {
      await using server = await testServer({ settings: { HTTP_PIPELINE, ALLOWED_ORIGINS: 'https://portal.example' } });
      expect((await send(server, { path: query, headers: { origin } })).status).toBe(403);
      await expect(rawSocket(server.url, { headers: { origin } })).rejects.toThrow('403');
    },
  );

  it('may when their origin is allowed: the browser asks first, and is answered for that origin', async () => {
    await using server = await testServer({ settings: { HTTP_PIPELINE, ALLOWED_ORIGINS: 'https://portal.example' } });
    const headers = { origin: 'https://portal.example' };
    const asked = await send(server, { method: 'OPTIONS', path: '/graphql', headers: { ...headers, ...preflight } });
    expect(asked.status).toBe(204);
    expect(asked.headers).toMatchObject({
      'access-control-allow-origin': 'https://portal.example',
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('authorization'),
      vary: 'origin',
    });
    const answer = await send(server, { path: query, headers: { ...headers, 'apollo-require-preflight': 'yes' } });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([200, 'https://portal.example']);
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
    await using socket = await rawSocket(server.url, { headers });
    expect(socket.socket.protocol).toBe('graphql-transport-ws');
  });

  it('may when they are pages of this machine or of this server', async () => {
    await using server = await testServer({ settings: { HTTP_PIPELINE } });
    for (const origin of ['http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:3000', server.url]) {
      expect((await send(server, { headers: { origin } })).status).toBe(200);
    }
  });

  it('may never read the explorer, which carries a token', async () => {
    await using server = await testServer({ settings: { HTTP_PIPELINE }, token: async () => 'canary-4711' });
    const answer = await send(server, { path: '/explorer', headers: { origin: 'http://localhost:5173' } });
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['cross-origin-resource-policy']).toBe('same-origin');
    for (const path of ['/explorer/initial_options.js', '/explorer/main.js', '/', '/schema.graphql']) {
      expect((await send(server, { path })).text).not.toContain('canary-4711');
    }
  });
});

describe('names of the server', () => {
  it('on loopback are only those of this machine, so that no foreign name can be made to point here', async () => {
    await using server = await testServer({ settings: { ALLOWED_ORIGINS: 'https://portal.example' } });
    for (const host of ['evil.example', `evil.example:${server.port}`, '127.0.0.1.evil.example', '10.0.0.1']) {
      expect((await send(server, { headers: { host } })).status).toBe(403);
    }
    await expect(rawSocket(server.url, { headers: { host: 'evil.example' } })).rejects.toThrow('403');
    for (const host of ['localhost', `127.0.0.1:${server.port}`, '[::1]:80', 'portal.example']) {
      expect((await send(server, { headers: { host } })).status).toBe(200);
    }
  });

  it('elsewhere are any', async () => {
    await using server = await testServer({ settings: { HOST: '0.0.0.0' } });
    expect(server.url).toBe(`http://localhost:${server.port}`);
    expect((await send(server, { headers: { host: 'weft.example' } })).status).toBe(200);
  });
});
