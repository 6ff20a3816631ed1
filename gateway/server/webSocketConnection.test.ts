import { EventEmitter } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { WebSocket } from 'ws';
import { silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { type FakeGraph, fakeGraph } from '../../test/kit/fakeGraph.ts';
import { inbox } from '../../test/kit/inbox.ts';
import { type LiveOperations, liveOperations } from './liveOperations.ts';
import { openConnection } from './webSocketConnection.ts';
import { webSocketProtocol } from './webSocketProtocol.ts';

/** A socket whose peer reads a message only when the test takes it. */
class FakeSocket extends EventEmitter {
  readonly OPEN = 1;
  readyState = 1;
  readonly protocol = 'graphql-transport-ws';
  readonly sent = inbox<{
    readonly message: { readonly type: string; readonly id?: string };
    readonly taken: () => void;
  }>();
  readonly pings: string[] = [];
  readonly closes: unknown[] = [];
  isPaused = false;

  send(text: string, taken: () => void): void {
    this.sent.put({ message: JSON.parse(text), taken });
  }
  ping(data: string): void {
    this.pings.push(data);
  }
  close(code: number, reason: string): void {
    this.closes.push({ code, reason });
    this.end();
  }
  terminate(): void {
    this.closes.push('terminated');
    this.end();
  }
  pause(): void {
    this.isPaused = true;
  }
  resume(): void {
    this.isPaused = false;
  }
  private end(): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.emit('close', 1006, Buffer.from(''));
  }
}

describe('a WebSocket connection', () => {
  let socket: FakeSocket;
  let fake: FakeGraph;
  let operations: LiveOperations;
  const faults: unknown[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    socket = new FakeSocket();
    fake = fakeGraph();
    operations = liveOperations();
    faults.length = 0;
    const protocol = webSocketProtocol({
      graph: fake.graph,
      viewers: { identify: async () => null, viewerOf: async () => anonymous },
      operations,
      log: silentLog,
      initMs: 10_000,
      requestTimeoutMs: 10_000,
      callerRules: { forwardedHeaders: [], mayExplain: false },
      maxRunning: 2,
    });
    openConnection(protocol, socket as unknown as WebSocket, {
      request: { headers: {} } as IncomingMessage,
      requestId: 'socket',
      pingMs: 1_000,
      maxRunning: 2,
      onFault: (cause) => faults.push(cause),
    });
  });
  afterEach(() => {
    socket.terminate();
    vi.useRealTimers();
  });

  const say = (message: object): void => void socket.emit('message', Buffer.from(JSON.stringify(message)));
  /** Lets everything run that waits for nothing from outside. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  async function take(): Promise<{ readonly type: string; readonly id?: string }> {
    const { message, taken } = await socket.sent.next();
    taken();
    return message;
  }
  async function join(): Promise<void> {
    say({ type: 'connection_init' });
    expect(await take()).toEqual({ type: 'connection_ack' });
  }
  const ticks = { query: 'subscription { ticks { n } }' };

  it('begins an operation under a used id only when the last message of the old one has left', async () => {
    await join();
    say({ type: 'subscribe', id: 'same', payload: ticks });
    const old = await fake.opened.next();
    old.emit({ cursor: 'c', n: 1 });
    const held = await socket.sent.next(); // the reader has not taken it
    say({ type: 'complete', id: 'same' });
    say({ type: 'subscribe', id: 'same', payload: ticks });
    expect(await fake.closed.next()).toBe(old.context);
    await settle();
    expect(fake.opened.size).toBe(0);

    held.taken();
    (await fake.opened.next()).emit({ cursor: 'c', n: 2 });
    expect(await take()).toMatchObject({ id: 'same', type: 'next', payload: { data: { ticks: { n: 2 } } } });
    expect(operations.count).toBe(1);
  });

  it('begins nothing for a peer that left while its message waited', async () => {
    await join();
    say({ type: 'subscribe', id: 'same', payload: ticks });
    (await fake.opened.next()).emit({ cursor: 'c', n: 1 });
    const held = await socket.sent.next();
    say({ type: 'complete', id: 'same' });
    say({ type: 'subscribe', id: 'same', payload: ticks });
    await fake.closed.next();
    await settle(); // the second message is taken now, and waits
    socket.terminate();
    held.taken();
    await settle();
    expect([fake.opened.size, operations.count]).toEqual([0, 0]);
  });

  it('sends one event at a time to a reader that does not read', async () => {
    await join();
    say({ type: 'subscribe', id: '1', payload: ticks });
    const source = await fake.opened.next();
    for (let n = 1; n <= 5; n += 1) source.emit({ cursor: 'c', n });
    const { taken } = await socket.sent.next();
    await settle();
    expect(socket.sent.size).toBe(0);
    taken();
    expect(await take()).toMatchObject({ payload: { data: { ticks: { n: 2 } } } });
  });

  it('stops reading a peer that asks and asks and reads no answers', async () => {
    await join();
    for (let count = 0; count < 100; count += 1) say({ type: 'ping' });
    await settle();
    expect(socket.isPaused).toBe(true);
    expect(socket.sent.size).toBe(1);
    for (let count = 0; count < 100; count += 1) expect(await take()).toEqual({ type: 'pong' });
    await settle();
    expect(socket.isPaused).toBe(false);
  });

  it('refuses one at a time what is over the limit', async () => {
    await join();
    for (const id of ['1', '2']) say({ type: 'subscribe', id, payload: ticks });
    for (let count = 0; count < 50; count += 1) say({ type: 'subscribe', id: `over-${count}`, payload: ticks });
    await settle();
    expect(socket.sent.size).toBe(1);
    expect(await take()).toMatchObject({ id: 'over-0', type: 'error' });
    expect(await take()).toMatchObject({ id: 'over-1', type: 'error' });
  });

  it('cuts off a peer that leaves a ping unanswered, also when it answers other ones', async () => {
    await join();
    vi.advanceTimersByTime(1_000);
    expect(socket.pings).toEqual(['1']);
    socket.emit('pong', Buffer.from('1'));
    vi.advanceTimersByTime(1_000);
    socket.emit('pong', Buffer.from('1'));
    socket.emit('pong', Buffer.from('x'));
    vi.advanceTimersByTime(1_000);
    expect(socket.closes).toEqual(['terminated']);
  });

  it('closes with 4500 and no detail when handling a message fails, and reports the cause', async () => {
    await join();
    const cause = new Error('canary-4711');
    vi.spyOn(fake.graph, 'prepare').mockImplementation(() => {
      throw cause;
    });
    say({ type: 'subscribe', id: '1', payload: ticks });
    await settle();
    expect(socket.closes).toEqual([{ code: 4500, reason: 'Internal server error' }]);
    expect(faults).toEqual([cause]);
  });
});
