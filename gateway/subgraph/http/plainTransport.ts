import { Connection, type ConnectionEvents, connectionError } from './connection.ts';
import type { HttpCall, HttpTarget, HttpTransport } from './httpTransport.ts';
import { requestStart } from './requestText.ts';

const sweepMs = 1_000;
/** A mutation cannot be repeated when its connection turns out to be closed, so it takes one only that was in use just now, or a new one. */
const freshMs = 1_000;

interface Exchange {
  readonly call: HttpCall;
  wasRepeated: boolean;
  connection: Connection | null;
}

/**
 * HTTP/1.1 without TLS over connections of our own, the least of it that requests to subgraphs need: node:http and undici spend more on a
 * request than the gateway does. Exchanges wait in order for a free connection.
 *
 * A kept connection that closes before the first byte of an answer was probably closed before the request came there. A repeatable request
 * then goes once more over another connection. One that is not fails: nobody can say whether it was carried out.
 */
export function plainTransport(target: HttpTarget): HttpTransport {
  return new ConnectionPool(target);
}

class ConnectionPool implements HttpTransport, ConnectionEvents {
  readonly #target: HttpTarget;
  readonly #start: string;
  readonly #waiting = new Set<Exchange>();
  readonly #running = new Map<Connection, Exchange>();
  /** Of all free ones the last is taken first: the others grow old together and can go. */
  readonly #idle: Connection[] = [];
  readonly #connecting = new Set<Connection>();
  #sweepTimer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(target: HttpTarget) {
    this.#target = target;
    this.#start = requestStart(target);
  }

  post(call: HttpCall): () => void {
    const exchange: Exchange = { call, wasRepeated: false, connection: null };
    if (this.#isClosed) call.failed(connectionError('ECONNABORTED', 'The client is closed'));
    else this.#begin(exchange);
    return () => this.#abort(exchange);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#sweepTimer);
    const error = connectionError('ECONNABORTED', 'The client is closed');
    for (const exchange of this.#waiting) exchange.call.failed(error);
    this.#waiting.clear();
    for (const connection of [...this.#idle, ...this.#connecting, ...this.#running.keys()]) connection.close(error);
    return Promise.resolve();
  }

  connected(connection: Connection): void {
    this.#connecting.delete(connection);
    this.#offer(connection);
  }

  answered(connection: Connection, answer: Parameters<HttpCall['answered']>[0]): void {
    const exchange = this.#running.get(connection);
    this.#running.delete(connection);
    if (connection.idleForMs > 0) this.#offer(connection);
    else {
      connection.close(connectionError('ECONNRESET', 'The connection is not kept'));
      this.#openIfNeeded();
    }
    exchange?.call.answered(answer);
  }

  closed(connection: Connection, error: Error): void {
    const exchange = this.#running.get(connection);
    this.#running.delete(connection);
    if (exchange !== undefined) this.#onBroken(connection, exchange, error);
    else if (this.#connecting.delete(connection)) this.#onNotMade(error);
    else this.#forget(connection);
    this.#openIfNeeded();
  }

  #begin(exchange: Exchange): void {
    const kept = this.#takeIdle(exchange.call.isRepeatable);
    if (kept !== undefined) this.#run(kept, exchange);
    else {
      this.#waiting.add(exchange);
      this.#openIfNeeded();
    }
  }

  #takeIdle(isRepeatable: boolean): Connection | undefined {
    const nowMs = performance.now();
    const connection = this.#idle.pop();
    if (connection === undefined) return undefined;
    const idleMs = nowMs - connection.idleSinceMs;
    if (idleMs < connection.idleForMs && (isRepeatable || idleMs < freshMs)) return connection;
    connection.close(connectionError('ECONNRESET', 'The connection was idle for too long'));
    // The others were idle even longer.
    return undefined;
  }

  #run(connection: Connection, exchange: Exchange): void {
    exchange.connection = connection;
    this.#running.set(connection, exchange);
    connection.send(this.#start, exchange.call.headers, exchange.call.body);
  }

  /** Gives a connection that is free to who waits the longest. */
  #offer(connection: Connection): void {
    const [next] = this.#waiting;
    if (next !== undefined) {
      this.#waiting.delete(next);
      this.#run(connection, next);
      return;
    }
    connection.idleSinceMs = performance.now();
    if (connection.idleForMs === 0) connection.idleForMs = sweepMs; // never used: nobody waited any more when it was made
    this.#idle.push(connection);
    this.#sweepTimer ??= setTimeout(() => this.#sweep(), sweepMs).unref();
  }

  #openIfNeeded(): void {
    const { maxConnections } = this.#target;
    while (
      !this.#isClosed &&
      this.#waiting.size > this.#connecting.size &&
      this.#connecting.size + this.#running.size + this.#idle.length < maxConnections
    ) {
      this.#connecting.add(new Connection(this.#target, this));
    }
  }

  #onBroken(connection: Connection, exchange: Exchange, error: Error): void {
    const wasStale = connection.isReused && !connection.hasAnswerBegun && !this.#isClosed && isClosure(error);
    if (!wasStale || !exchange.call.isRepeatable || exchange.wasRepeated) {
      exchange.call.failed(error);
      return;
    }
    exchange.wasRepeated = true;
    exchange.connection = null;
    // The free ones were used before this one, so they are not better.
    for (const idle of this.#idle.splice(0)) idle.close(error);
    this.#waiting.add(exchange);
  }

  /** A connection that could not be made takes one exchange with it, unless others are being made for all who wait. */
  #onNotMade(error: Error): void {
    const [next] = this.#waiting;
    if (next === undefined || this.#waiting.size <= this.#connecting.size) return;
    this.#waiting.delete(next);
    next.call.failed(error);
  }

  #abort(exchange: Exchange): void {
    if (this.#waiting.delete(exchange)) return;
    const { connection } = exchange;
    if (connection === null || this.#running.get(connection) !== exchange) return;
    this.#running.delete(connection);
    connection.close(connectionError('ECONNABORTED', 'The call was ended'));
  }

  #forget(connection: Connection): void {
    const place = this.#idle.indexOf(connection);
    if (place !== -1) this.#idle.splice(place, 1);
  }

  #sweep(): void {
    const nowMs = performance.now();
    const old = this.#idle.filter(({ idleSinceMs, idleForMs }) => nowMs - idleSinceMs >= idleForMs);
    for (const connection of old)
      connection.close(connectionError('ECONNRESET', 'The connection was idle for too long'));
    this.#sweepTimer = this.#idle.length === 0 ? undefined : setTimeout(() => this.#sweep(), sweepMs).unref();
  }
}

/** True when the other side closed the connection, in whatever manner; false for an answer that was refused here. */
function isClosure(error: Error): boolean {
  return 'code' in error && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
}
