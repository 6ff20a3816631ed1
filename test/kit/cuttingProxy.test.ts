import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { expect, it } from 'vitest';
import { cuttingProxy } from './cuttingProxy.ts';
import { deadline } from './deadline.ts';
import { type Inbox, inbox } from './inbox.ts';

/** One end of a connection, and what came to it. */
interface End {
  readonly socket: Socket;
  readonly pieces: Inbox<string>;
  /** `end` for FIN, else the code of the error. */
  readonly over: Inbox<string>;
}

function endOf(socket: Socket): End {
  const end: End = { socket, pieces: inbox('bytes'), over: inbox('end of a connection') };
  socket
    .setNoDelay(true)
    .on('data', (bytes) => end.pieces.put(bytes.toString()))
    .on('end', () => end.over.put('end'))
    .on('error', (error: NodeJS.ErrnoException) => end.over.put(error.code ?? error.message));
  return end;
}

async function tcpServer() {
  const ends = inbox<End>('connection');
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    ends.put(endOf(socket));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    ends,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server, a proxy before it, and one connection through both. */
async function connected() {
  const server = await tcpServer();
  const proxy = await cuttingProxy(server.url);
  const client = endOf(connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true }));
  await once(client.socket, 'connect');
  const remote = await server.ends.next();
  return {
    server,
    proxy,
    client,
    remote,
    async [Symbol.asyncDispose]() {
      client.socket.destroy();
      await proxy[Symbol.asyncDispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

it('carries bytes both ways at the address of the server with another port', async () => {
  await using net = await connected();
  net.client.socket.write('to the server');
  expect(await net.remote.pieces.next()).toBe('to the server');
  net.remote.socket.write('to the client');
  expect(await net.client.pieces.next()).toBe('to the client');
  expect(net.proxy.url).toBe(`http://127.0.0.1:${net.proxy.port}/graphql`);
  expect(net.proxy.url).not.toBe(net.server.url);
  expect([net.proxy.connections, net.proxy.accepted]).toEqual([1, 1]);
});

it('passes the end of one direction on and leaves the other open', async () => {
  await using net = await connected();
  net.client.socket.end('last words');
  expect(await net.remote.pieces.next()).toBe('last words');
  expect(await net.remote.over.next()).toBe('end');
  net.remote.socket.end('an answer all the same');
  expect(await net.client.pieces.next()).toBe('an answer all the same');
  expect(await net.client.over.next()).toBe('end');
  await deadline(() => net.proxy.connections === 0);
});

it('passes a reset of the server on', async () => {
  await using net = await connected();
  net.remote.socket.resetAndDestroy();
  expect(await net.client.over.next()).toBe('ECONNRESET');
  await deadline(() => net.proxy.connections === 0);
});

it('resets both sides', async () => {
  await using net = await connected();
  net.proxy.reset();
  expect(await net.client.over.next()).toBe('ECONNRESET');
  expect(await net.remote.over.next()).toBe('ECONNRESET');
  await deadline(() => net.proxy.connections === 0);
});

it('ends both sides with FIN and drops what comes after it', async () => {
  await using net = await connected();
  net.proxy.close();
  expect(await net.client.over.next()).toBe('end');
  expect(await net.remote.over.next()).toBe('end');
  net.client.socket.end('too late');
  net.remote.socket.end('too late');
  await deadline(() => net.proxy.connections === 0);
  expect([net.client.pieces.size, net.remote.pieces.size]).toEqual([0, 0]);
});

it('holds bytes and ends back while it is frozen, and lets them go on when it thaws', async () => {
  await using net = await connected();
  await using other = await connected();
  net.proxy.freeze();
  net.client.socket.write('held back');
  net.remote.socket.end('held back too');
  // Bytes that were sent later over another proxy have come: time enough for these.
  for (let turn = 0; turn < 20; turn += 1) {
    other.client.socket.write('ping');
    await other.remote.pieces.next();
  }
  expect([net.remote.pieces.size, net.client.pieces.size, net.client.over.size]).toEqual([0, 0, 0]);
  net.proxy.thaw();
  expect(await net.remote.pieces.next()).toBe('held back');
  expect(await net.client.pieces.next()).toBe('held back too');
  expect(await net.client.over.next()).toBe('end');
});

it('tells nobody of a side that is reset while it is frozen', async () => {
  await using net = await connected();
  await using other = await connected();
  net.proxy.freeze();
  net.remote.socket.resetAndDestroy();
  for (let turn = 0; turn < 20; turn += 1) {
    other.client.socket.write('ping');
    await other.remote.pieces.next();
  }
  expect(net.client.over.size).toBe(0);
  net.proxy.thaw();
  expect(await net.client.over.next()).toBe('ECONNRESET');
});

it('lets a number of bytes through in a second', async () => {
  await using net = await connected();
  net.proxy.slow(1_000);
  const begun = performance.now();
  net.client.socket.write('x'.repeat(300));
  let received = 0;
  while (received < 300) received += (await net.remote.pieces.next()).length;
  // The first of six pieces is sent at once and each waits for 50 ms after the one before; timers may be a millisecond early.
  expect(performance.now() - begun).toBeGreaterThan(240);
  net.proxy.slow(null);
  net.client.socket.write('y'.repeat(100_000));
  while (received < 100_300) received += (await net.remote.pieces.next()).length;
});

it('refuses new connections, keeps those that stand, and accepts again', async () => {
  await using net = await connected();
  net.proxy.refuse();
  const refused = endOf(connect(net.proxy.port, '127.0.0.1'));
  expect(await refused.over.next()).toBe('ECONNRESET');
  net.client.socket.write('still here');
  expect(await net.remote.pieces.next()).toBe('still here');
  net.proxy.accept();
  const accepted = endOf(connect(net.proxy.port, '127.0.0.1'));
  accepted.socket.write('let in');
  const remote = await net.server.ends.next();
  expect(await remote.pieces.next()).toBe('let in');
  expect(net.proxy.accepted).toBe(2);
  accepted.socket.destroy();
});

it('resets a client whose server is not there', async () => {
  const server = await tcpServer();
  await using proxy = await cuttingProxy(server.url);
  await server[Symbol.asyncDispose]();
  const client = endOf(connect(proxy.port, '127.0.0.1'));
  expect(await client.over.next()).toBe('ECONNRESET');
  await deadline(() => proxy.connections === 0);
});

it('closes its connections with itself, frozen or not', async () => {
  await using net = await connected();
  net.proxy.freeze();
  net.client.socket.write('never arrives');
  await net.proxy[Symbol.asyncDispose]();
  expect(await net.client.over.next()).toBe('ECONNRESET');
  expect(net.proxy.connections).toBe(0);
});
