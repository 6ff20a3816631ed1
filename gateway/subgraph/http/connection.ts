import { isIPv6, connect as openSocket, type Socket } from 'node:net';
import { AnswerParser } from './answerParser.ts';
import type { HttpAnswer, HttpTarget } from './httpTransport.ts';
import { requestText } from './requestText.ts';

const readBytes = 64 * 1024;

/** What a connection tells whoever opened it. Nothing is told after `closed`. */
export interface ConnectionEvents {
  connected(connection: Connection): void;
  answered(connection: Connection, answer: HttpAnswer): void;
  /** It is gone, and with it what was asked last, if that had no answer yet. */
  closed(connection: Connection, error: Error): void;
}

/** An error as the system gives it when a connection ends. */
export function connectionError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

/** One connection over TCP. One request is under way at a time: nothing is pipelined. */
export class Connection {
  /** True once an answer came over it: the server may close it at any moment. */
  isReused = false;
  /** When it was last given back, and for how long it may be kept from then on, in milliseconds. */
  idleSinceMs = 0;
  idleForMs = 0;
  #isBusy = false;
  #isClosed = false;
  #connectTimer: NodeJS.Timeout | undefined;
  readonly #parser: AnswerParser;
  readonly #socket: Socket;
  readonly #events: ConnectionEvents;

  constructor(target: HttpTarget, events: ConnectionEvents) {
    const { hostname, port } = target.url;
    const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
    this.#events = events;
    this.#parser = new AnswerParser(target);
    this.#socket = openSocket({
      host,
      ...(isIPv6(host) ? { family: 6 } : {}),
      port: port === '' ? 80 : Number(port),
      noDelay: true,
      onread: {
        // Bytes are read into the same memory again and again, and past the streams, which cost as much as all of the parsing.
        buffer: Buffer.allocUnsafeSlow(readBytes),
        callback: (count, buffer) => {
          this.#onBytes((buffer as Buffer).subarray(0, count));
          return true;
        },
      },
    });
    const tooSlow = (): void => this.close(connectionError('ETIMEDOUT', 'The connection was not made in time'));
    this.#connectTimer = setTimeout(tooSlow, target.connectMs);
    this.#socket
      .on('connect', () => {
        clearTimeout(this.#connectTimer);
        this.#events.connected(this);
      })
      .on('end', () => this.#onEnd())
      .on('error', (error) => this.close(error))
      .on('close', () => this.close(connectionError('ECONNRESET', 'The connection was closed')));
  }

  /** True while an answer is awaited of which something has come. */
  get hasAnswerBegun(): boolean {
    return this.#parser.hasBegun;
  }

  /** Sends one request. The connection must be made, and not be busy. */
  send(start: string, headers: readonly string[], body: string): void {
    this.#isBusy = true;
    const { data, encoding } = requestText(start, headers, body);
    this.#socket.write(data, encoding);
  }

  /** Closes it at once; tells so with the error, the first time. */
  close(error: Error): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#connectTimer);
    this.#socket.destroy();
    this.#events.closed(this, error);
    this.#parser.reset(); // what it has of a body may be large, and the socket lives on for a while
  }

  #onBytes(bytes: Buffer): void {
    if (this.#isClosed) return;
    if (!this.#isBusy) {
      this.close(connectionError('EPROTO', 'The server sent something that nobody asked for'));
      return;
    }
    try {
      const isComplete = this.#parser.push(bytes);
      if (isComplete) this.#onAnswer();
      else if (this.#parser.head !== null && !this.#parser.isWanted) this.#onUnwanted();
    } catch (fault) {
      this.close(fault as Error);
    }
  }

  #onAnswer(): void {
    const { head, hasExtra } = this.#parser;
    // An answer before the request was sent whole leaves a rest of it that would be taken for the next request.
    const isKept = head?.keepsAlive === true && !hasExtra && this.#socket.writableLength === 0;
    this.idleForMs = isKept ? keptMs(head.keepAliveMs) : 0;
    this.#isBusy = false;
    this.isReused = true;
    this.#events.answered(this, this.#parser.take());
  }

  /** The rest of a body that nobody reads is not worth waiting for. */
  #onUnwanted(): void {
    this.#isBusy = false;
    this.idleForMs = 0;
    this.#events.answered(this, this.#parser.take());
  }

  #onEnd(): void {
    if (this.#isClosed) return;
    if (this.#isBusy && this.#parser.finish()) {
      this.#isBusy = false;
      this.idleForMs = 0;
      this.#events.answered(this, this.#parser.take());
    } else this.close(connectionError('ECONNRESET', 'The other side closed the connection'));
  }
}

/** How long an idle connection is kept: a little less than the server says, so that the two do not cross. */
function keptMs(saidMs: number | null): number {
  if (saidMs === null) return 4_000;
  return Math.min(saidMs - Math.min(1_000, saidMs / 2), 10 * 60_000);
}
