import type { ApolloServerPlugin } from '@apollo/server';
import { describe, expect, it } from 'vitest';
import type { HttpContext } from '../../gateway/server/httpContext.ts';
import { sseClient } from '../kit/sseClient.ts';
import { wsClient } from '../kit/wsClient.ts';
import { pipelines, testServer } from './testServer.ts';

const query = '{ forwarded }';
const forwardedHeaders = ['x-tenant', 'authorization'];
const headers = { 'x-tenant': 'north', 'x-other': 'not this', authorization: 'Bearer ada' };
const facts = { headers: [...Object.entries({ 'x-tenant': 'north', authorization: 'Bearer ada' })], scopes: ['read'] };
const explain = { 'x-weft-explain': '1' };

describe.each(pipelines)('what a request says of its caller, by the pipeline %s', (HTTP_PIPELINE) => {
  const settings = { HTTP_PIPELINE };

  it('is its forwarded headers and the scopes of its token', async () => {
    await using server = await testServer({ settings, forwardedHeaders });
    const { data } = (await (await server.post({ query }, headers)).json()) as { data: { forwarded: string } };
    expect(JSON.parse(data.forwarded)).toEqual(facts);
    expect(await (await server.post({ query })).json()).toEqual({ data: { forwarded: '{}' } });
  });

  it('asks how the answer came to be, and is told where that is allowed', async () => {
    await using server = await testServer({ settings });
    const asked = await server.post({ query: '{ explained }' }, explain);
    expect(await asked.json()).toEqual({ data: { explained: 'true' }, extensions: { weft: { fetches: 1 } } });
    expect(await (await server.post({ query: '{ explained }' })).json()).toEqual({ data: { explained: 'undefined' } });
    for (const refusing of [{ WEFT_EXPLAIN: 'false' }, { HOST: '0.0.0.0' }]) {
      await using elsewhere = await testServer({ settings: { ...settings, ...refusing } });
      const answer = await elsewhere.post({ query: '{ explained }' }, explain);
      expect(await answer.json()).toEqual({ data: { explained: 'undefined' } });
    }
  });
});

describe('what a stream says of its caller', () => {
  it('is the same over server-sent events', async () => {
    await using server = await testServer({ forwardedHeaders });
    await using stream = await sseClient(server.url, { headers }).subscribe({ query });
    expect(await stream.next()).toEqual({ data: { forwarded: JSON.stringify(facts) } });
  });

  it('is the same over WebSocket, with the token of connection_init', async () => {
    await using server = await testServer({ forwardedHeaders });
    const handshake = { 'x-tenant': 'north', authorization: 'Bearer forged' };
    await using client = await wsClient(server.url, { headers: handshake, token: 'ada' });
    expect(await client.subscribe({ query }).next()).toEqual({ data: { forwarded: JSON.stringify(facts) } });
  });
});

describe('plugins of Apollo Server', () => {
  it('are run, whatever the setting says, and may add headers', async () => {
    const seen: unknown[] = [];
    const plugin: ApolloServerPlugin<HttpContext> = {
      async requestDidStart({ request }) {
        seen.push([request.http?.method, request.query, request.extensions]);
        return { willSendResponse: async ({ response }) => void response.http.headers.set('x-seen', 'yes') };
      },
    };
    await using server = await testServer({ plugins: [plugin] });
    const response = await server.post({ query: '{ greet }', extensions: { a: 1 } });
    expect(response.headers.get('x-seen')).toBe('yes');
    expect(await response.json()).toEqual({ data: { greet: 'Hello, world' } });
    expect(seen).toEqual([['POST', '{ greet }', { a: 1 }]]);
  });
});
