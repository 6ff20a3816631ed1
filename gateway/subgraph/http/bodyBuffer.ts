import { HttpFault } from './httpTransport.ts';

const firstBytes = 32 * 1024;

/** Collects a body that comes in pieces. The pieces are copied: their memory is used again for the next ones. */
export class BodyBuffer {
  /** True for a body that nobody reads: nothing is kept of it. */
  isIgnored = false;
  #bytes: Buffer | null = null;
  #length = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @throws HttpFault when the whole would be larger than allowed; nothing is kept of it then. */
  append(piece: Buffer, from: number, to: number, status: number): void {
    if (this.isIgnored) return;
    const length = this.#length + to - from;
    if (length > this.#maxBytes) throw tooLarge(this.#maxBytes, status);
    if (this.#bytes === null || this.#bytes.length < length) this.#grow(length);
    piece.copy(this.#bytes as Buffer, this.#length, from, to);
    this.#length = length;
  }

  /** The whole as text, and an empty buffer for the next. */
  takeText(): string {
    const text = this.#bytes === null ? '' : this.#bytes.toString('utf8', 0, this.#length);
    this.clear();
    return text;
  }

  clear(): void {
    this.isIgnored = false;
    this.#bytes = null;
    this.#length = 0;
  }

  /** Doubles, so that many small pieces are not copied again and again; never beyond what is allowed. */
  #grow(needed: number): void {
    const size = Math.min(Math.max(needed, firstBytes, 2 * this.#length), this.#maxBytes);
    const bytes = Buffer.allocUnsafeSlow(size);
    this.#bytes?.copy(bytes, 0, 0, this.#length);
    this.#bytes = bytes;
  }
}

export function tooLarge(maxBytes: number, status: number): HttpFault {
  return new HttpFault(`gave an answer of more than ${maxBytes} bytes`, status);
}
