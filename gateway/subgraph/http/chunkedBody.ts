import { areFields } from './answerHead.ts';
import type { BodyBuffer } from './bodyBuffer.ts';
import { HttpFault } from './httpTransport.ts';

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
/** A size line, or the trailers together. */
const maxLineBytes = 4 * 1024;
/** Extensions of all chunks together: nothing is read from them, so they may not be most of what is sent. */
const maxExtensionBytes = 16 * 1024;
const sizeLine = /^([\da-fA-F]{1,8})([\t ]*;[\t\x20-\x7e\x80-\xff]*)?$/;

type State = 'size' | 'data' | 'data end' | 'trailers' | 'done';

const refuse = (what: string, status: number): never => {
  throw new HttpFault(`gave an answer that is not valid HTTP: ${what}`, status);
};

/** Decodes one body in chunks (RFC 9112, 7.1), however it is cut into pieces. Trailers are read past, extensions ignored. */
export class ChunkedBody {
  #state: State = 'size';
  #left = 0;
  #line = '';
  #trailers = '';
  #extensionBytes = 0;
  readonly #body: BodyBuffer;
  readonly #status: number;

  constructor(body: BodyBuffer, status: number) {
    this.#body = body;
    this.#status = status;
  }

  get isDone(): boolean {
    return this.#state === 'done';
  }

  /**
   * Takes a piece, and gives the place up to which it belongs to the body.
   * @throws HttpFault
   */
  push(piece: Buffer, from: number): number {
    const to = piece.length;
    let at = from;
    while (at < to && this.#state !== 'done') {
      if (this.#state !== 'data') {
        at = this.#takeLine(piece, at);
        continue;
      }
      const end = Math.min(to, at + this.#left);
      this.#body.append(piece, at, end, this.#status);
      this.#left -= end - at;
      at = end;
      if (this.#left === 0) this.#state = 'data end';
    }
    return at;
  }

  #takeLine(piece: Buffer, from: number): number {
    const found = piece.indexOf(lineFeed, from);
    const end = found === -1 ? piece.length : found + 1;
    if (this.#line.length + end - from > maxLineBytes) refuse('a line of its chunks is too long', this.#status);
    this.#line += piece.toString('latin1', from, end);
    if (piece[end - 1] !== lineFeed) return end;
    if (this.#line.charCodeAt(this.#line.length - 2) !== carriageReturn) {
      refuse('a line of its chunks does not end with CRLF', this.#status);
    }
    const line = this.#line.slice(0, -2);
    this.#line = '';
    this.#onLine(line);
    return end;
  }

  #onLine(line: string): void {
    if (this.#state === 'size') this.#onSize(line);
    else if (this.#state === 'data end') {
      if (line !== '') refuse('a chunk is longer than it says', this.#status);
      this.#state = 'size';
    } else if (line !== '') {
      this.#trailers += `${line}\r\n`;
      if (this.#trailers.length > maxLineBytes) refuse('its trailers are too long', this.#status);
    } else if (areFields(this.#trailers)) this.#state = 'done';
    else refuse('its trailers are malformed', this.#status);
  }

  #onSize(line: string): void {
    const [, digits, extensions = ''] = sizeLine.exec(line) ?? refuse('the size of a chunk is malformed', this.#status);
    this.#extensionBytes += extensions.length;
    if (this.#extensionBytes > maxExtensionBytes) refuse('its chunks have too many extensions', this.#status);
    this.#left = Number.parseInt(digits ?? '', 16);
    this.#state = this.#left === 0 ? 'trailers' : 'data';
  }
}
