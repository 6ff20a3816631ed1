import { describe, expect, it } from 'vitest';
import { deadline } from '../../../test/kit/deadline.ts';
import { rawAnswer, rawServer } from '../../../test/kit/rawServer.ts';
import type { HttpAnswer } from './httpTransport.ts';
import { secureTransport } from './secureTransport.ts';

/** Everything but TLS itself, which is the library's. */
function clientOf(url: string) {
  const transport = secureTransport({
    url: new URL(url),
    headers: ['content-type', 'application/json'],
    contentTypes: new Set(['application/json']),
    maxBodyBytes: 100,
    maxConnections: 8,
    connectMs: 5_000,
  });
  return {
    ask() {
      let end: () => void = () => undefined;
      const outcome = new Promise<HttpAnswer>((answered, failed) => {
        const call = { headers: ['x-request-id', 'r1'], body: '"é"', isRepeatable: true, answered, failed };
        end = transport.post(call);
      });
      return { outcome, end: () => end() };
    },
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

describe('requests over connections of the library', () => {
  it('carry the same as plain ones, and keep their connection', async () => {
    await using server = await rawServer((socket) =>
      socket.write(rawAnswer('{"a":"é"}', 'cache-control: private\r\n')),
    );
    await using client = clientOf(server.url);
    const expected = { status: 200, contentType: 'application/json', cacheControl: 'private', body: '{"a":"é"}' };
    expect(await client.ask().outcome).toEqual(expected);
    await new Promise((resolve) => setImmediate(resolve)); // the library gives a connection back a little later
    expect(await client.ask().outcome).toEqual(expected);
    expect(server.sockets).toHaveLength(1);
    expect(server.requests[0]).toMatch(/^POST \/graphql HTTP\/1\.1\r\n/);
    expect(server.requests[0]).toContain('\r\ncontent-type: application/json\r\nx-request-id: r1\r\n');
    expect(server.requests[0]).toMatch(/\r\ncontent-length: 4\r\n\r\n"\xc3\xa9"$/);
  });

  it.each([
    ['a stated length beyond the limit', rawAnswer('x'.repeat(101)), 'more than 100 bytes'],
    [
      'a body beyond the limit',
      `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n65\r\n${' '.repeat(101)}\r\n`,
      'more than 100 bytes',
    ],
    ['a compressed body', rawAnswer('{}', 'content-encoding: br\r\n'), 'content encoding "br"'],
  ])('refuse %s', async (_what, answer, says) => {
    await using server = await rawServer((socket) => socket.write(answer));
    await using client = clientOf(server.url);
    await expect(client.ask().outcome).rejects.toMatchObject({
      name: 'HttpFault',
      message: expect.stringContaining(says),
    });
  });

  it('do not wait for a body that nobody reads', async () => {
    const head = 'HTTP/1.1 502 x\r\ncontent-type: text/html\r\ncontent-length: 5\r\n\r\n<';
    await using server = await rawServer((socket) => socket.write(head));
    await using client = clientOf(server.url);
    expect(await client.ask().outcome).toMatchObject({ status: 502, body: '' });
  });

  it('fail when the connection breaks', async () => {
    await using server = await rawServer((socket) => socket.end(rawAnswer('{"a":1}').slice(0, -1)));
    await using client = clientOf(server.url);
    await expect(client.ask().outcome).rejects.toMatchObject({ code: 'UND_ERR_SOCKET' });
  });

  it('close their connection when they are ended, and tell of nothing', async () => {
    await using server = await rawServer(() => undefined);
    await using client = clientOf(server.url);
    const call = client.ask();
    await deadline(() => server.requests.length === 1);
    call.end();
    await deadline(() => server.sockets[0]?.destroyed === true);
    const told = await Promise.race([call.outcome.then(() => true), new Promise((resolve) => setImmediate(resolve))]);
    expect(told).toBeUndefined();
  });
});
