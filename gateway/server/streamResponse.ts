import type { ServerResponse } from 'node:http';
import type { Exchange } from './exchange.ts';
import type { ServerTimes } from './serverTimes.ts';
import type { StreamFormat } from './streamFormat.ts';

const nothing = (): void => undefined;

/**
 * The response that a stream is written to. Nothing is kept here: what does not leave for the socket at once makes `hasRoom` false until it has left. A
 * reader that takes nothing of that for `stallMs` milliseconds is cut off.
 */
export class StreamResponse {
  /** Resolves when the response is over: read to its end, left by its reader, or cut off. */
  readonly closed: Promise<void>;
  /** Called when there is room again. */
  onRoom: () => void = nothing;
  readonly #response: ServerResponse;
  readonly #stallMs: number;
  readonly #ping: NodeJS.Timeout;
  #isFull = false;
  #wasCut = false;

  /** Begins the response (status 200), and gives a sign of life every `pingMs` milliseconds. The response must not have been closed. */
  constructor({ response, headers }: Exchange, format: StreamFormat, times: Pick<ServerTimes, 'pingMs' | 'stallMs'>) {
    this.#response = response;
    this.#stallMs = times.stallMs;
    this.#ping = setInterval(() => this.write(format.heartbeat), times.pingMs);
    this.closed = new Promise((resolve) => {
      response.once('close', () => {
        clearInterval(this.#ping);
        resolve();
      });
    });
    response.on('drain', () => this.#drained());
    response.on('timeout', () => this.#cut());
    response.writeHead(200, [...headers, ...format.headers]);
    this.write(format.opening);
  }

  get hasRoom(): boolean {
    return !this.#isFull && !this.#response.destroyed && !this.#response.writableEnded;
  }

  /** Whether it was cut off because its reader did not read. */
  get wasCut(): boolean {
    return this.#wasCut;
  }

  /** Resolves when there is room, or with false when the response is over. */
  async room(): Promise<boolean> {
    if (this.hasRoom) return true;
    const again = new Promise<void>((resolve) => {
      this.onRoom = resolve;
    });
    await Promise.race([again, this.closed]);
    return this.hasRoom;
  }

  /** Without room, nothing is written. */
  write(bytes: Buffer): void {
    if (!this.hasRoom || this.#response.write(bytes)) return;
    this.#isFull = true;
    this.#watch();
  }

  /** The last bytes; without effect when the response is over. */
  end(bytes: Buffer): void {
    if (this.#response.destroyed || this.#response.writableEnded) return;
    clearInterval(this.#ping);
    this.#response.end(bytes);
    this.#watch();
  }

  /** The time-out of a socket begins anew whenever its reader has taken some of what was written. */
  #watch(): void {
    this.#response.setTimeout(this.#stallMs);
  }

  #drained(): void {
    this.#isFull = false;
    this.#response.setTimeout(0);
    this.onRoom();
  }

  #cut(): void {
    this.#wasCut = true;
    this.#response.destroy();
  }
}
