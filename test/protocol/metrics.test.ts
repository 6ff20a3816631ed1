import { describe, expect, it } from 'vitest';
import { openMetrics } from '../../gateway/telemetry/metrics.ts';
import { sseClient } from '../kit/sseClient.ts';
import { wsClient } from '../kit/wsClient.ts';
import { pipelines, type TestServer, testServer } from './testServer.ts';

/** The samples at /metrics that begin with a name. */
async function samples(server: TestServer, name: string): Promise<readonly string[]> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return text.split('\n').filter((line) => line.startsWith(name));
}

describe('/metrics', () => {
  it('is text of Prometheus, with our own metrics and those of the process, and is never kept', async () => {
    await using server = await testServer({ metrics: openMetrics() });
    const response = await fetch(`${server.url}/metrics`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const text = await response.text();
    for (const line of text.split('\n')) {
      expect(line).toMatch(/^$|^# (HELP|TYPE) \w+ |^\w+(\{\w+="[^"]*"(,\w+="[^"]*")*\})? \S+$/);
    }
    expect(text).toContain('# TYPE weft_live_lag_seconds histogram\n');
    expect(text).toContain('# TYPE process_cpu_seconds_total counter\n');
    expect(text).not.toContain('nodejs_active_'); // they walk over every open socket
  });

  it('answers HEAD without a body, and takes nothing else', async () => {
    await using server = await testServer({ metrics: openMetrics() });
    const head = await fetch(`${server.url}/metrics`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
    expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(405);
  });

  it('is for this machine only when nothing else is set: not through a proxy, not for pages of other origins', async () => {
    await using server = await testServer({ metrics: openMetrics() });
    const proxied = await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect([proxied.status, await proxied.text()]).toEqual([403, expect.stringContaining('setting METRICS')]);
    const foreign = await fetch(`${server.url}/metrics`, { headers: { origin: 'http://localhost:5173' } });
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
  });

  it('is for everybody with METRICS=public', async () => {
    await using server = await testServer({ metrics: openMetrics(), settings: { METRICS: 'public' } });
    const proxied = await fetch(`${server.url}/metrics`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    expect(proxied.status).toBe(200);
  });

  it('is nowhere with METRICS=off, nor without metrics', async () => {
    await using off = await testServer({ metrics: openMetrics(), settings: { METRICS: 'off' } });
    expect((await fetch(`${off.url}/metrics`)).status).toBe(404);
    await using without = await testServer();
    expect((await fetch(`${without.url}/metrics`)).status).toBe(404);
  });
});

describe('operations are counted', () => {
  it.each(pipelines)('over HTTP, once each, by what became of them (%s)', async (pipeline) => {
    await using server = await testServer({ metrics: openMetrics(), settings: { HTTP_PIPELINE: pipeline } });
    for (const query of ['{ greet }', '{ greet }', '{ greet fails }', '{ nothing }', '{ greet', 'mutation { touch }']) {
      await server.post({ query });
    }
    expect(await samples(server, 'weft_operations_total{door="http"')).toEqual([
      'weft_operations_total{door="http",outcome="answered"} 3',
      'weft_operations_total{door="http",outcome="partial"} 1',
      'weft_operations_total{door="http",outcome="failed"} 0',
      'weft_operations_total{door="http",outcome="refused"} 2',
      'weft_operations_total{door="http",outcome="opened"} 0',
    ]);
  });

  it('over WebSocket and as events of a server, each at its door', async () => {
    await using server = await testServer({ metrics: openMetrics() });
    const socket = await wsClient(server.url);
    const ticks = socket.subscribe({ query: 'subscription { ticks { n } }' });
    (await server.fake.opened.next()).emit({ cursor: 'a', n: 1 });
    await ticks.next();
    await socket.subscribe({ query: '{ greet }' }).next();
    await using events = await sseClient(server.url).subscribe({ query: 'subscription { ticks { n } }' });
    (await server.fake.opened.next()).emit({ cursor: 'a', n: 1 });
    await events.next();
    await socket.close();
    const counted = await samples(server, 'weft_operations_total');
    expect(counted).toContain('weft_operations_total{door="websocket",outcome="opened"} 1');
    expect(counted).toContain('weft_operations_total{door="websocket",outcome="answered"} 1');
    expect(counted).toContain('weft_operations_total{door="http",outcome="opened"} 1');
  });

  it('and so are responses of every address, by status', async () => {
    await using server = await testServer({ metrics: openMetrics() });
    await fetch(`${server.url}/health/live`);
    await fetch(`${server.url}/nothing`);
    await server.post('{', {});
    await server.post({ query: '{ greet }' }, { authorization: 'Bearer wrong' });
    expect(await samples(server, 'weft_http_responses_total')).toEqual([
      'weft_http_responses_total{status="200"} 1',
      'weft_http_responses_total{status="404"} 1',
      'weft_http_responses_total{status="400"} 1',
      'weft_http_responses_total{status="401"} 1',
    ]);
  });
});
