import { request as httpRequest, type IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { type Inbox, inbox } from '../kit/inbox.ts';
import { sseClient } from '../kit/sseClient.ts';
import { wsClient } from '../kit/wsClient.ts';
import { pipelines, type TestServer, testServer } from './testServer.ts';

const query = '{ deferred { now ... @defer(label: "rest") { later } } }';
const byPath = 'multipart/mixed;deferSpec=20220824, application/json';
const byIdentifier = 'multipart/mixed;incrementalSpec=v0.2, application/json';
const initial = { data: { deferred: { now: 'here' } }, hasNext: true };

/** A response that is read piece by piece. */
interface Parts extends Disposable {
  readonly response: IncomingMessage;
  /** Bodies of parts as they come. */
  readonly bodies: Inbox<unknown>;
  /** Everything, once the response has ended or broken off. */
  readonly text: Inbox<string>;
}

async function ask(server: TestServer, accept: string): Promise<Parts> {
  const responses = inbox<IncomingMessage>('response');
  const request = httpRequest(
    `${server.url}/graphql`,
    { method: 'POST', headers: { 'content-type': 'application/json', accept } },
    (response) => responses.put(response),
  );
  request.on('error', () => undefined);
  request.end(JSON.stringify({ query }));
  const response = await responses.next();
  const bodies = inbox<unknown>('part');
  const text = inbox<string>('end of the response');
  let received = '';
  let read = 0;
  response.setEncoding('utf8').on('data', (chunk: string) => {
    received += chunk;
    // A part is complete when the boundary after it is there.
    const pieces = received.split('\r\n---').slice(1, -1);
    for (const piece of pieces.slice(read)) bodies.put(JSON.parse(piece.slice(piece.indexOf('\r\n\r\n'))));
    read = pieces.length;
  });
  response.on('error', () => undefined);
  response.on('close', () => text.put(received));
  return { response, bodies, text, [Symbol.dispose]: () => void request.destroy() };
}

describe.each(pipelines)('a deferred answer, by the pipeline %s', (HTTP_PIPELINE) => {
  const settings = { HTTP_PIPELINE };

  it('comes in parts, each as soon as it is there, in the form of August 2022', async () => {
    await using server = await testServer({ settings });
    using parts = await ask(server, byPath);
    expect(parts.response.statusCode).toBe(200);
    expect(parts.response.headers['content-type']).toBe('multipart/mixed; boundary="-"; deferSpec=20220824');
    expect(await parts.bodies.next()).toEqual(initial);
    const source = await server.fake.deferring.next();
    source.send({ path: ['deferred'], label: 'rest', data: '{"later":"there"}' });
    expect(await parts.bodies.next()).toEqual({
      incremental: [{ path: ['deferred'], label: 'rest', data: { later: 'there' } }],
      hasNext: true,
    });
    source.end();
    expect(await parts.bodies.next()).toEqual({ hasNext: false });
    const text = await parts.text.next();
    expect(text).toMatch(/^\r\n---\r\ncontent-type: application\/json; charset=utf-8\r\n\r\n\{"data"/);
    expect(text).toMatch(/\r\n---\r\ncontent-type: [^\r]+\r\n\r\n\{"hasNext":false\}\r\n-----\r\n$/);
    expect(server.running.operationCount).toBe(0);
  });

  it('comes in that form also to a client that names none', async () => {
    await using server = await testServer({ settings });
    using parts = await ask(server, 'multipart/mixed, application/json;q=0.9');
    expect(parts.response.headers['content-type']).toContain('deferSpec=20220824');
    expect(await parts.bodies.next()).toEqual(initial);
  });

  it('comes by identifiers to a client that knows the later form', async () => {
    await using server = await testServer({ settings });
    using parts = await ask(server, byIdentifier);
    expect(parts.response.headers['content-type']).toBe('multipart/mixed; boundary="-"; incrementalSpec=v0.2');
    expect(await parts.bodies.next()).toEqual({ ...initial, pending: [] });
    const source = await server.fake.deferring.next();
    source.send({ path: ['deferred'], label: 'rest', data: '{"later":"there"}' }, { path: ['other'], data: 'null' });
    source.end();
    expect(await parts.bodies.next()).toEqual({
      pending: [
        { id: '0', path: ['deferred'], label: 'rest' },
        { id: '1', path: ['other'] },
      ],
      incremental: [{ id: '0', data: { later: 'there' } }],
      completed: [{ id: '0' }, { id: '1' }],
      hasNext: true,
    });
    expect(await parts.bodies.next()).toEqual({ hasNext: false });
  });

  it('is refused with 406 to a client that takes no parts, and computed no further', async () => {
    await using server = await testServer({ settings });
    for (const accept of ['application/json', '*/*', 'multipart/mixed;subscriptionSpec=1.0, application/json']) {
      const response = await server.post({ query }, { accept });
      expect(response.status).toBe(406);
      expect(await response.json()).toMatchObject({
        errors: [{ message: expect.stringContaining('deferSpec=20220824'), extensions: { code: 'NOT_ACCEPTABLE' } }],
      });
      await server.fake.closed.next();
    }
  });

  it('of one piece is one piece, also to a client that takes parts', async () => {
    await using server = await testServer({ settings });
    const whole = await server.post({ query: '{ greet }' }, { accept: byPath });
    expect([whole.headers.get('content-type'), await whole.json()]).toEqual([
      'application/json; charset=utf-8',
      { data: { greet: 'Hello, world' } },
    ]);
    const only = await server.post({ query: '{ greet }' }, { accept: 'multipart/mixed' });
    expect(await only.text()).toContain('\r\n\r\n{"data":{"greet":"Hello, world"},"hasNext":false}\r\n-----\r\n');
  });

  it('is cancelled when the client leaves', async () => {
    await using server = await testServer({ settings });
    const parts = await ask(server, byPath);
    const source = await server.fake.deferring.next();
    await parts.bodies.next();
    parts[Symbol.dispose]();
    expect(await server.fake.closed.next()).toBe(source.context);
  });

  it('ends with an error that is masked when its source fails', async () => {
    await using server = await testServer({ settings });
    using parts = await ask(server, byPath);
    (await server.fake.deferring.next()).end(new Error('canary-4711'));
    const text = await parts.text.next();
    expect(text).not.toContain('canary-4711');
    expect(text).toMatch(/"code":"INTERNAL"[\s\S]*\{"hasNext":false\}\r\n-----\r\n$/);
  });

  it('ends with an error at its deadline', async () => {
    await using server = await testServer({ settings: { ...settings, REQUEST_TIMEOUT_MS: '100' } });
    using parts = await ask(server, byPath);
    const text = await parts.text.next();
    expect(text).toMatch(/"code":"SUBGRAPH_TIMEOUT"[\s\S]*\{"hasNext":false\}\r\n-----\r\n$/);
    await server.fake.closed.next();
  });

  it('is cut off, and cancelled, when its reader does not read', async () => {
    await using server = await testServer({ settings, times: { stallMs: 100 } });
    using parts = await ask(server, byPath);
    const source = await server.fake.deferring.next();
    parts.response.pause();
    for (let n = 0; n < 20; n += 1)
      source.send({ path: ['deferred'], data: JSON.stringify({ later: 'x'.repeat(1_000_000) }) });
    expect(await server.fake.closed.next()).toBe(source.context);
  });
});

describe('a deferred answer as a stream', () => {
  const later = { path: ['deferred'], data: '{"later":"there"}' };
  const rest = [{ incremental: [{ path: ['deferred'], data: { later: 'there' } }], hasNext: true }, { hasNext: false }];

  it('is one event for each part over server-sent events', async () => {
    await using server = await testServer();
    await using stream = await sseClient(server.url).subscribe({ query });
    expect(await stream.next()).toEqual(initial);
    const source = await server.fake.deferring.next();
    source.send(later);
    source.end();
    expect([await stream.next(), await stream.next()]).toEqual(rest);
    expect((await stream.nextEvent()).event).toBe('complete');
  });

  it('is one message for each part over WebSocket, and is cancelled by the client', async () => {
    await using server = await testServer();
    await using client = await wsClient(server.url);
    const parts = client.subscribe({ query });
    expect(await parts.next()).toEqual(initial);
    const source = await server.fake.deferring.next();
    source.send(later);
    expect(await parts.next()).toEqual(rest[0]);
    parts.complete();
    expect(await server.fake.closed.next()).toBe(source.context);
  });
});
