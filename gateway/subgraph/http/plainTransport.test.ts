import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { deadline } from '../../../test/kit/deadline.ts';
import { type RawServer, rawAnswer, rawServer } from '../../../test/kit/rawServer.ts';
import type { HttpAnswer, HttpTarget } from './httpTransport.ts';
import { plainTransport } from './plainTransport.ts';

interface Asked {
  readonly outcome: Promise<HttpAnswer>;
  end(): void;
}

interface TestClient {
  ask(options?: { readonly isRepeatable?: boolean; readonly body?: string; readonly headers?: string[] }): Asked;
  [Symbol.asyncDispose](): Promise<void>;
}

function clientOf(url: string, target: Partial<HttpTarget> = {}): TestClient {
  const transport = plainTransport({
    url: new URL(url),
    headers: ['content-type', 'application/json'],
    contentTypes: new Set(['application/json']),
    maxBodyBytes: 100_000,
    maxConnections: 8,
    connectMs: 5_000,
    ...target,
  });
  return {
    ask({ isRepeatable = true, body = '{"query":"{ a }"}', headers = [] } = {}) {
      let end: () => void = () => undefined;
      const outcome = new Promise<HttpAnswer>((answered, failed) => {
        end = transport.post({ headers, body, isRepeatable, answered, failed });
      });
      outcome.catch(() => undefined); // a test that ends a call never hears of it
      return { outcome, end };
    },
    [Symbol.asyncDispose]: () => transport.close(),
  };
}

const bodyOf = async ({ outcome }: Asked): Promise<string> => (await outcome).body;
const codeOf = ({ outcome }: Asked) =>
  outcome.then(
    () => 'answered',
    (error: Error & { code?: string }) => error.code,
  );
/** One open connection of the server at most, seen from its side. */
const openSockets = (server: RawServer) => server.sockets.filter(({ destroyed }) => !destroyed).length;

describe('requests over plain connections', () => {
  it('are one write each: address, constant and own headers, the length in bytes, the body', async () => {
    let writes = 0;
    await using server = await rawServer((socket) => socket.write(rawAnswer('{}')), { onBytes: () => (writes += 1) });
    await using client = clientOf(`${server.url}?x=1`);
    await bodyOf(client.ask({ headers: ['x-request-id', 'r1'], body: '{"query":"é"}' }));
    await bodyOf(client.ask({ headers: ['x-name', 'Zo\xeb'], body: '"→"' }));
    const start = `POST /graphql?x=1 HTTP/1.1\r\nhost: 127.0.0.1:${server.port}\r\ncontent-type: application/json\r\n`;
    expect(server.requests).toEqual([
      `${start}x-request-id: r1\r\ncontent-length: 14\r\n\r\n{"query":"\xc3\xa9"}`,
      `${start}x-name: Zo\xeb\r\ncontent-length: 5\r\n\r\n"\xe2\x86\x92"`,
    ]);
    expect(writes).toBe(2);
  });

  it('share a kept connection one after the other, and wait in order for one of a bounded number', async () => {
    await using server = await rawServer((socket, _request, count) => {
      if (count > 2) socket.write(rawAnswer(String(count)));
      if (count === 2) for (const held of server.sockets) held.write(rawAnswer('held'));
    });
    await using client = clientOf(server.url, { maxConnections: 2 });
    const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => bodyOf(client.ask({ body: String(number) }))));
    expect(answers.slice(0, 2)).toEqual(['held', 'held']);
    expect(server.sockets).toHaveLength(2);
    expect(server.requests.map((request) => request.at(-1))).toEqual(['1', '2', '3', '4', '5']);
  });

  it('reach an IPv6 address', async () => {
    await using server = await rawServer((socket) => socket.write(rawAnswer('{}')), { host: '::1' });
    await using client = clientOf(server.url);
    expect(await bodyOf(client.ask())).toBe('{}');
    expect(server.requests[0]).toContain(`host: [::1]:${server.port}\r\n`);
  });

  it('fail by the code of the system when nobody listens, each of them', async () => {
    const server = await rawServer(() => undefined);
    await server[Symbol.asyncDispose]();
    await using client = clientOf(server.url, { maxConnections: 2 });
    expect(await Promise.all([1, 2, 3, 4].map(() => codeOf(client.ask())))).toEqual(Array(4).fill('ECONNREFUSED'));
  });

  it('are understood by a real HTTP server, with large bodies both ways', async () => {
    const server = createHttpServer((request, response) => {
      response.setHeader('content-type', 'application/json');
      request.pipe(response); // in chunks, as they come
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await using client = clientOf(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, {
      maxBodyBytes: 4_000_000,
    });
    const body = JSON.stringify('é→x'.repeat(300_000));
    expect((await bodyOf(client.ask({ body }))) === body).toBe(true);
    expect(await bodyOf(client.ask({ body: '1' }))).toBe('1');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe('a kept connection', () => {
  it.each([
    ['the server says so', rawAnswer('{}', 'Connection: x, CLOSE\r\n')],
    ['it speaks HTTP/1.0', rawAnswer('{}').replace('HTTP/1.1', 'HTTP/1.0')],
    ['more came than the answer', `${rawAnswer('{}')}HTTP/1.1 200 OK\r\n\r\n`],
    ['the server keeps it for no time', rawAnswer('{}', 'keep-alive: timeout=0\r\n')],
    ['its body is not wanted and not there', 'HTTP/1.1 500 x\r\ncontent-type: text/html\r\ncontent-length: 5\r\n\r\n<'],
  ])('is not used again when %s', async (_why, answer) => {
    await using server = await rawServer((socket) => socket.write(answer));
    await using client = clientOf(server.url);
    await client.ask().outcome;
    await client.ask().outcome;
    expect(server.sockets).toHaveLength(2);
  });

  it('is used again after an answer in chunks, and after one that is not wanted but whole', async () => {
    const answers = [
      'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n',
      'HTTP/1.1 500 x\r\ncontent-type: text/html\r\ncontent-length: 1\r\n\r\n<',
      rawAnswer('[]'),
    ];
    await using server = await rawServer((socket, _request, count) => socket.write(answers[count - 1] ?? ''));
    await using client = clientOf(server.url);
    expect(await bodyOf(client.ask())).toBe('{}');
    expect(await client.ask().outcome).toMatchObject({ status: 500, body: '' });
    expect(await bodyOf(client.ask())).toBe('[]');
    expect(server.sockets).toHaveLength(1);
  });

  it('is not used again when the answer came before the request was sent', async () => {
    await using server = await rawServer(() => undefined, {
      onBytes: (socket) => {
        socket.pause();
        socket.write(rawAnswer('early'));
      },
    });
    await using client = clientOf(server.url);
    expect(await bodyOf(client.ask({ body: 'x'.repeat(20_000_000) }))).toBe('early');
    await bodyOf(client.ask({ body: 'x'.repeat(20_000_000) }));
    expect(server.sockets).toHaveLength(2);
  });

  it('is closed when something comes that nobody asked for', async () => {
    await using server = await rawServer((socket) => {
      socket.write(rawAnswer('{}'));
    });
    await using client = clientOf(server.url);
    await bodyOf(client.ask());
    server.sockets[0]?.write(rawAnswer('"smuggled"'));
    await deadline(() => openSockets(server) === 0);
    expect(await bodyOf(client.ask())).toBe('{}');
  });

  it('that the server closed before a byte of the answer is exchanged for another one, once', async () => {
    await using server = await rawServer((socket, _request, count) => {
      if (count === 2) socket.destroy();
      else socket.write(rawAnswer(String(count)));
    });
    await using client = clientOf(server.url);
    expect(await bodyOf(client.ask())).toBe('1');
    expect(await bodyOf(client.ask())).toBe('3');
    expect(server.sockets).toHaveLength(2);
  });

  it.each([
    ['for what must not be sent twice', false, ''],
    ['after the first byte of an answer', true, 'H'],
  ])('that closes is not exchanged %s', async (_what, isRepeatable, firstBytes) => {
    await using server = await rawServer((socket, _request, count) => {
      if (count === 2) socket.end(firstBytes);
      else socket.write(rawAnswer(String(count)));
    });
    await using client = clientOf(server.url);
    await bodyOf(client.ask());
    expect(await codeOf(client.ask({ isRepeatable }))).toBe('ECONNRESET');
    expect(server.requests).toHaveLength(2);
  });

  it('that is new and closes at once is not exchanged at all', async () => {
    await using server = await rawServer((socket) => socket.destroy());
    await using client = clientOf(server.url);
    expect(await codeOf(client.ask())).toBe('ECONNRESET');
    expect(server.requests).toHaveLength(1);
  });

  it('that the server closes while it is idle is forgotten', async () => {
    await using server = await rawServer((socket) => socket.write(rawAnswer('{}')));
    await using client = clientOf(server.url);
    await bodyOf(client.ask());
    await new Promise((resolve) => server.sockets[0]?.once('close', resolve).end());
    expect(await bodyOf(client.ask({ isRepeatable: false }))).toBe('{}');
    expect(server.sockets).toHaveLength(2);
  });

  it('is closed a little before the server would', async () => {
    await using server = await rawServer((socket) => socket.write(rawAnswer('{}', 'Keep-Alive: timeout=1, max=5\r\n')));
    await using client = clientOf(server.url);
    await bodyOf(client.ask());
    await deadline(() => openSockets(server) === 0);
  });
});

describe('a call that is ended', () => {
  it('closes its own connection and no other', async () => {
    await using server = await rawServer(() => undefined);
    await using client = clientOf(server.url);
    const left = client.ask();
    const staying = client.ask();
    await deadline(() => server.requests.length === 2);
    left.end();
    await deadline(() => openSockets(server) === 1);
    server.sockets.find(({ destroyed }) => !destroyed)?.write(rawAnswer('{}'));
    expect(await bodyOf(staying)).toBe('{}');
  });

  it('while it waits costs the others nothing', async () => {
    await using server = await rawServer((socket, _request, count) => {
      if (count > 1) socket.write(rawAnswer('{}'));
    });
    await using client = clientOf(server.url, { maxConnections: 1 });
    const first = client.ask();
    const left = client.ask({ body: 'left' });
    const last = client.ask();
    await deadline(() => server.requests.length === 1);
    left.end();
    server.sockets[0]?.write(rawAnswer('first'));
    expect(await bodyOf(first)).toBe('first');
    expect(await bodyOf(last)).toBe('{}');
    expect(server.requests.some((request) => request.endsWith('left'))).toBe(false);
  });

  it('by closing the client fails, whether it waits or runs, and so do later ones', async () => {
    await using server = await rawServer(() => undefined);
    const client = clientOf(server.url, { maxConnections: 1 });
    const calls = [client.ask(), client.ask()];
    await deadline(() => server.requests.length === 1);
    await client[Symbol.asyncDispose]();
    expect(await Promise.all([...calls, client.ask()].map(codeOf))).toEqual(Array(3).fill('ECONNABORTED'));
    await deadline(() => openSockets(server) === 0);
  });
});
