import { once } from 'node:events';
import { handleProtocols } from 'graphql-ws';
import { expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { ClientGroup } from './clientGroup.ts';
import { markerOf } from './marker.ts';
import { monotonicMicros } from './monotonic.ts';

/** A server of graphql-transport-ws whose subscribers the test sends events to; each has the event 0 at its beginning. */
async function server() {
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', handleProtocols });
  await once(sockets, 'listening');
  const subscribed: { readonly socket: WebSocket; readonly id: string; readonly query: string }[] = [];
  const eventOf = (id: string, sequence: number): string =>
    JSON.stringify({ id, type: 'next', payload: { data: markerOf(sequence, monotonicMicros()) } });
  sockets.on('connection', (socket) => {
    socket.on('message', (data) => {
      const { type, id, payload } = JSON.parse(data.toString());
      if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
      if (type !== 'subscribe') return;
      subscribed.push({ socket, id, query: payload.query });
      socket.send(eventOf(id, 0));
    });
  });
  const { port } = sockets.address() as { readonly port: number };
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    subscribed,
    send: (sequence: number, to = subscribed) => {
      for (const { socket, id } of to) socket.send(eventOf(id, sequence));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
      await once(sockets, 'close');
    },
  };
}

it('counts every delivery, and is done when the last client has the last event', async () => {
  await using fake = await server();
  const group = new ClientGroup();
  const queries = ['subscription { a }', `subscription { ${'b'.repeat(1_000)} }`];
  expect(await group.open(fake.url, queries, 5)).toContain('"type":"next"');
  expect(fake.subscribed.map(({ query }) => query).sort()).toEqual([
    ...Array.from({ length: 3 }, () => queries[0]),
    ...Array.from({ length: 2 }, () => queries[1]),
  ]);
  expect(new Set(fake.subscribed.map(({ id }) => id)).size).toBe(5);
  group.begin(3);
  for (const sequence of [1, 2, 3]) fake.send(sequence);
  const { deliveries, skipped, latencies } = await group.finish(5_000);
  expect([deliveries, skipped]).toEqual([15, 0]);
  expect(latencies.reduce((sum, [, count]) => sum + count, 0)).toBe(15);
  await group.leave();
});

it('tells events that were skipped from events that came', async () => {
  await using fake = await server();
  const group = new ClientGroup();
  await group.open(fake.url, ['subscription { a }'], 2);
  group.begin(4);
  fake.send(1);
  fake.send(4);
  expect(await group.finish(5_000)).toMatchObject({ deliveries: 4, skipped: 4 });
  await group.leave();
});

it('fails when an event comes twice, when one client misses the last one, and when the server closes', async () => {
  for (const [act, says] of [
    [(fake: Awaited<ReturnType<typeof server>>) => [1, 1].map((sequence) => fake.send(sequence)), 'event 1 came after'],
    [(fake: Awaited<ReturnType<typeof server>>) => fake.send(2, fake.subscribed.slice(1)), '1 clients did not get'],
    [(fake: Awaited<ReturnType<typeof server>>) => fake.subscribed[0]?.socket.close(4400, 'no'), 'closed it with 4400'],
  ] as const) {
    await using fake = await server();
    const group = new ClientGroup();
    await group.open(fake.url, ['subscription { a }'], 2);
    group.begin(2);
    act(fake);
    await expect(group.finish(300)).rejects.toThrow(says);
    await group.leave();
  }
});
