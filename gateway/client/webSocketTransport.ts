import type { LivePorts } from './livePorts.ts';
import type { LiveLoss, LiveTransport, StreamSink } from './liveTransport.ts';
import { Reconnection } from './reconnection.ts';
import { SocketConnection } from './socketConnection.ts';
import { type SocketEnd, tokenRenewed } from './socketEnd.ts';
import type { SocketMessage } from './socketMessage.ts';

/** Every subscription of a client on one socket, by graphql-transport-ws. There is a socket while there are streams. */
export class WebSocketTransport implements LiveTransport {
  readonly #ports: LivePorts;
  readonly #reconnection: Reconnection;
  readonly #streams = new Map<string, StreamSink>();
  #connection: SocketConnection | null = null;
  #isReady = false;
  #opened = 0;
  #refusals = 0;
  #loss: LiveLoss | null = null;

  constructor(ports: LivePorts) {
    this.#ports = ports;
    this.#reconnection = new Reconnection(ports, () => this.#connect());
  }

  open(sink: StreamSink): () => void {
    this.#opened += 1;
    const id = String(this.#opened);
    this.#streams.set(id, sink);
    queueMicrotask(() => this.#begin(id));
    return () => this.#leave(id);
  }

  retry(): void {
    if (this.#isReady) this.#connection?.probe();
    else this.#reconnection.retry();
  }

  renew(): void {
    if (!this.#isReady || this.#connection === null) return; // it is being connected with a fresh one
    this.#ports.token.refused(this.#connection.token);
    this.#connection.close();
    this.#lost(tokenRenewed, 'now');
  }

  close(): void {
    this.#streams.clear();
    this.#disconnect();
  }

  #begin(id: string): void {
    const sink = this.#streams.get(id);
    if (sink === undefined) return;
    const waitsMs = this.#reconnection.dueInMs;
    if (this.#isReady) this.#subscribe(id, sink);
    else if (waitsMs !== null && this.#loss !== null) sink.waiting(this.#loss, waitsMs);
    else if (this.#connection === null) this.#connect();
  }

  #leave(id: string): void {
    if (!this.#streams.delete(id)) return;
    if (this.#isReady) this.#connection?.send({ id, type: 'complete' });
    if (this.#streams.size === 0) this.#disconnect();
  }

  #disconnect(): void {
    this.#reconnection.stop();
    this.#connection?.close();
    this.#connection = null;
    this.#isReady = false;
  }

  #connect(): void {
    this.#connection = new SocketConnection(this.#ports, {
      ready: () => this.#ready(),
      message: (message) => this.#receive(message),
      ended: (end) => this.#ended(end),
    });
  }

  #ready(): void {
    this.#isReady = true;
    this.#refusals = 0;
    this.#reconnection.opened();
    for (const [id, sink] of this.#streams) this.#subscribe(id, sink);
  }

  #subscribe(id: string, sink: StreamSink): void {
    const { query, variables } = sink.request();
    this.#connection?.send({ id, type: 'subscribe', payload: { query, variables } });
    sink.opened();
  }

  #receive(message: SocketMessage): void {
    const sink = 'id' in message ? this.#streams.get(message.id) : undefined;
    if (sink === undefined || !('id' in message)) return; // it was left while this was on its way
    if (message.type === 'next') {
      sink.result(message.payload, null);
      return;
    }
    this.#streams.delete(message.id);
    if (message.type === 'error') sink.refused(message.payload);
    else sink.completed();
    if (this.#streams.size === 0) this.#disconnect();
  }

  #ended(end: SocketEnd): void {
    const { token } = this.#ports;
    if (end.next === 'retry') this.#lost(end, end.code === tokenRenewed.code ? 'now' : 'later');
    else if (end.next === 'renew' && token.canRenew && this.#refusals === 0) {
      this.#refusals += 1; // a second token that is refused as well will not be the last one
      token.refused(this.#connection?.token ?? null);
      this.#lost(end, 'now');
    } else this.#failed(end);
  }

  #lost(loss: LiveLoss, when: 'now' | 'later'): void {
    this.#connection = null;
    this.#isReady = false;
    this.#loss = loss;
    const retryInMs = this.#reconnection.lost(when);
    for (const sink of [...this.#streams.values()]) sink.waiting(loss, retryInMs);
  }

  #failed(loss: LiveLoss): void {
    const sinks = [...this.#streams.values()];
    this.close();
    this.#refusals = 0;
    for (const sink of sinks) sink.failed(loss);
  }
}
