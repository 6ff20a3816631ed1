import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { StringDecoder } from 'node:string_decoder';
import { inbox } from './inbox.ts';

/** A response whose body comes piece by piece, as bytes. */
export interface ResponseBytes extends AsyncDisposable {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** What has come so far, one item for each read. */
  readonly pieces: readonly Buffer[];
  /** Everything that has come, once it holds the text; rejects when that does not come in time. */
  until(text: string, withinMs?: number): Promise<string>;
  /** Calls the listener with each piece of the body, those that have come already included. */
  onPiece(listener: (piece: Buffer) => void): void;
  /** Resolves when the response has ended, with whether it ended whole. */
  ended(withinMs?: number): Promise<'complete' | 'aborted'>;
  /** Stops and starts reading, as a slow client does. */
  pause(): void;
  resume(): void;
  /** Ends the connection: politely (no more is sent), or at once. */
  finish(): void;
  reset(): void;
}

/** Sends one request on a connection of its own. A body is sent as JSON. */
export function responseBytes(
  address: string,
  options: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body?: unknown },
): Promise<ResponseBytes> {
  const { method, headers, body } = options;
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const request = httpRequest(address, { method, headers: { ...type, ...headers }, agent: false }, (response) =>
      resolve(opened(response)),
    );
    request.on('error', reject);
    request.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function opened(response: IncomingMessage): ResponseBytes {
  const pieces: Buffer[] = [];
  const listeners: ((piece: Buffer) => void)[] = [];
  const ends = inbox<'complete' | 'aborted'>('end of the response');
  const decoder = new StringDecoder('utf8');
  const texts: string[] = [];
  response.on('data', (piece: Buffer) => {
    pieces.push(piece);
    texts.push(decoder.write(piece));
    for (const listener of listeners) listener(piece);
  });
  response.on('error', () => undefined); // `close` tells it
  response.on('close', () => ends.put(response.complete ? 'complete' : 'aborted'));
  return {
    status: response.statusCode ?? 0,
    headers: response.headers,
    pieces,
    until: (wanted, withinMs = 5_000) =>
      new Promise((resolve, reject) => {
        let end = '';
        const look = (text: string): void => {
          const found = (end + text).includes(wanted);
          end = (end + text).slice(-wanted.length);
          if (!found) return;
          clearTimeout(timer);
          resolve(texts.join(''));
        };
        const timer = setTimeout(() => {
          reject(new Error(`No ${wanted} in ${texts.join('').slice(0, 1_000)}`));
        }, withinMs);
        listeners.push(() => look(texts.at(-1) ?? ''));
        look(texts.join(''));
      }),
    onPiece(listener) {
      for (const piece of pieces) listener(piece);
      listeners.push(listener);
    },
    ended: (withinMs) => ends.next(withinMs),
    pause: () => void response.pause(),
    resume: () => void response.resume(),
    finish: () => void response.socket.end(),
    reset: () => void response.socket.resetAndDestroy(),
    async [Symbol.asyncDispose]() {
      response.socket.destroy();
    },
  };
}
