import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import WebSocket from 'ws';
import type { Measured } from './liveServer.child.ts';

const child = fileURLToPath(new URL('./liveServer.child.ts', import.meta.url));
const visits = Number(process.env['WEFT_CHAOS_VISITS'] ?? 20_000);
const atOnce = 40;
const query = 'subscription ($of: [ID!]) { changed(of: $of) { cursor item { n } } }';

async function messageOf<T>(server: ChildProcess): Promise<T> {
  const [message] = (await once(server, 'message')) as [T];
  return message;
}

async function measure(server: ChildProcess): Promise<Measured> {
  const answer = messageOf<Measured>(server);
  server.send('measure');
  return await answer;
}

/** The ways in which a client goes, from the politest to none at all. */
const leavings: readonly ((socket: WebSocket) => void)[] = [
  (socket) => {
    socket.send('{"id":"1","type":"complete"}');
    socket.close();
  },
  (socket) => socket.close(),
  (socket) => socket.terminate(),
];

/** Connects, subscribes, takes an event and goes. Some have a stream of their own, most share one. */
async function visitBySocket(url: string, visit: number): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  socket.on('error', () => undefined);
  const variables = visit % 5 === 0 ? { of: ['a', `own-${visit}`] } : {};
  await once(socket, 'open');
  const subscribe = JSON.stringify({ id: '1', type: 'subscribe', payload: { query, variables } });
  socket.send('{"type":"connection_init"}');
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (data) => {
      const text = data.toString();
      if (text.includes('"connection_ack"')) socket.send(subscribe);
      // Every tenth goes before anything has come.
      if (text.includes('"next"') || visit % 10 === 3) resolve();
    });
    socket.on('close', (code) => reject(new Error(`The server closed with ${code}`)));
  });
  socket.removeAllListeners('close');
  leavings[visit % leavings.length]?.(socket);
  if (socket.readyState !== socket.CLOSED) await once(socket, 'close');
}

/** The same as server-sent events, cut off without a word. */
async function visitByEvents(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => undefined);
  const body = JSON.stringify({ query });
  const head = [
    'POST /graphql HTTP/1.1',
    `Host: ${hostname}:${port}`,
    'Accept: text/event-stream',
    'Content-Type: application/json',
  ];
  socket.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body}`);
  await new Promise<void>((resolve, reject) => {
    let text = '';
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1');
      if (text.includes('event: next')) resolve();
    });
    socket.on('close', () => reject(new Error(`The server closed: ${text}`)));
  });
  socket.removeAllListeners('close').destroy();
}

async function visitMany(url: string, count: number): Promise<void> {
  let next = 0;
  const visitor = async (): Promise<void> => {
    for (let visit = next++; visit < count; visit = next++) {
      await (visit % 4 === 1 ? visitByEvents(url) : visitBySocket(url, visit));
    }
  };
  await Promise.all(Array.from({ length: atOnce }, visitor));
}

/** What is still closing is waited for; what never closes is found by the deadline. */
async function quiet(server: ChildProcess): Promise<Measured> {
  const until = Date.now() + 20_000;
  for (;;) {
    const measured = await measure(server);
    if (measured.subscriptions + measured.streams + measured.readers + measured.operations === 0) return measured;
    if (Date.now() > until) throw new Error(`It does not close: ${JSON.stringify(measured)}`);
  }
}

it(`leaves nothing behind of ${visits} clients that came and went`, { timeout: 400_000 }, async () => {
  const server = fork(child, {
    execArgv: ['--expose-gc', '--import', 'tsx'],
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  try {
    const { url } = await messageOf<{ readonly url: string }>(server);
    await visitMany(url, visits / 4); // everything is compiled and every cache has its size
    const before = await quiet(server);
    await visitMany(url, visits);
    const after = await quiet(server);
    // A leak of a hundredth of a client, 12 KB, would be as much.
    expect(after.heapBytes - before.heapBytes).toBeLessThan(visits * 120);
  } finally {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
});
