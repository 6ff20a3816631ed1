import { type AnswerHead, answerHead } from './answerHead.ts';
import { BodyBuffer, tooLarge } from './bodyBuffer.ts';
import { ChunkedBody } from './chunkedBody.ts';
import { type HttpAnswer, HttpFault } from './httpTransport.ts';

const headEnd = Buffer.from('\r\n\r\n');
/** The heads of one answer, interim ones included. */
const maxHeadBytes = 32 * 1024;

/** What is read of an answer. */
export interface AnswerLimits {
  readonly contentTypes: Pick<ReadonlySet<string>, 'has'>;
  readonly wantsFields?: boolean | undefined;
  readonly maxBodyBytes: number;
}

/**
 * Reads answers to POST from the bytes of one connection, in whatever pieces they come (RFC 9112). It is a class with state, and what comes in
 * one piece is not copied, because every byte of every subgraph goes through here.
 */
export class AnswerParser {
  /** The head of the answer in hand, once it is read. */
  head: AnswerHead | null = null;
  /** True when bytes came after the end of the answer: the connection cannot be used again. */
  hasExtra = false;
  #headBytes: Buffer | null = null;
  #headLength = 0;
  #interimBytes = 0;
  #left = 0;
  #chunked: ChunkedBody | null = null;
  #text: string | null = null;
  readonly #body: BodyBuffer;
  readonly #limits: AnswerLimits;

  constructor(limits: AnswerLimits) {
    this.#limits = limits;
    this.#body = new BodyBuffer(limits.maxBodyBytes);
  }

  /** False before the first byte of an answer. */
  get hasBegun(): boolean {
    return this.head !== null || this.#headLength > 0 || this.#interimBytes > 0;
  }

  /** False when the content type is not one whose body is read. */
  get isWanted(): boolean {
    return this.head !== null && this.#limits.contentTypes.has(this.head.contentType);
  }

  /**
   * Takes a piece; true when the answer is complete. The memory of the piece may be used again afterwards.
   * @throws HttpFault when they cannot be understood in exactly one way, or are too many.
   */
  push(bytes: Buffer): boolean {
    const end = bytes.length;
    let at = 0;
    while (this.head === null) {
      at = this.#takeHead(bytes, at);
      if (at === -1) return false;
    }
    const { framing, status } = this.head;
    if (this.#chunked !== null) {
      at = this.#chunked.push(bytes, at);
      if (!this.#chunked.isDone) return false;
    } else if (framing === 'close') {
      this.#body.append(bytes, at, end, status);
      return false;
    } else if (end - at < this.#left) {
      this.#body.append(bytes, at, end, status);
      this.#left -= end - at;
      return false;
    } else {
      at = this.#takeRest(bytes, at, status);
    }
    this.hasExtra = at < end;
    return true;
  }

  /** Takes the end of the connection; true when it completes the answer, which only one without a stated length is by that. */
  finish(): boolean {
    return this.head?.framing === 'close';
  }

  /** The complete answer, and readiness for the next. */
  take(): HttpAnswer {
    const { head } = this;
    if (head === null) throw new Error('An answer was taken before it came');
    const { status, contentType, cacheControl, fields } = head;
    const body = this.isWanted ? (this.#text ?? this.#body.takeText()) : '';
    this.reset();
    const answer = { status, contentType, cacheControl, body };
    return this.#limits.wantsFields === true ? { ...answer, fields } : answer;
  }

  reset(): void {
    this.head = null;
    this.hasExtra = false;
    this.#headBytes = null;
    this.#headLength = 0;
    this.#interimBytes = 0;
    this.#left = 0;
    this.#chunked = null;
    this.#text = null;
    this.#body.clear();
  }

  /** The place after the head; -1 when it is not all there yet. */
  #takeHead(bytes: Buffer, from: number): number {
    if (from === bytes.length) return -1;
    if (this.#headLength > 0) return this.#continueHead(bytes, from);
    const found = bytes.indexOf(headEnd, from);
    if (found === -1) return this.#continueHead(bytes, from);
    this.#onHead(bytes.toString('latin1', from, found), found - from);
    return found + headEnd.length;
  }

  #continueHead(bytes: Buffer, from: number): number {
    this.#headBytes ??= Buffer.allocUnsafeSlow(maxHeadBytes);
    const before = this.#headLength;
    const copied = bytes.copy(this.#headBytes, before, from);
    this.#headLength += copied;
    const all = this.#headBytes.subarray(0, this.#headLength);
    const found = all.indexOf(headEnd, Math.max(0, before - headEnd.length + 1));
    if (found === -1) {
      if (copied < bytes.length - from || this.#headLength === maxHeadBytes) throw headTooLarge();
      return -1;
    }
    this.#headLength = 0;
    this.#onHead(all.toString('latin1', 0, found), found);
    return from + found + headEnd.length - before;
  }

  #onHead(text: string, bytes: number): void {
    const head = answerHead(text);
    if (head.status === 101) throw new HttpFault('gave an answer that is not valid HTTP: it changes the protocol', 101);
    if (head.status < 200 || this.#interimBytes > 0) {
      this.#interimBytes += bytes + headEnd.length;
      if (this.#interimBytes > maxHeadBytes) throw headTooLarge();
    }
    if (head.status < 200) return; // an interim answer (RFC 9110, 15.2): the next head may be the one
    this.head = head;
    this.#left = head.length;
    this.#body.isIgnored = !this.isWanted;
    if (head.framing === 'chunked') this.#chunked = new ChunkedBody(this.#body, head.status);
    if (head.length > this.#limits.maxBodyBytes && this.isWanted)
      throw tooLarge(this.#limits.maxBodyBytes, head.status);
  }

  /** The last bytes of a body whose length is stated; all of it, mostly, which is then decoded where it lies. */
  #takeRest(bytes: Buffer, from: number, status: number): number {
    const to = from + this.#left;
    if (this.#left === this.head?.length) this.#text = bytes.toString('utf8', from, to);
    else this.#body.append(bytes, from, to, status);
    return to;
  }
}

function headTooLarge(): HttpFault {
  return new HttpFault(`gave an answer with a head of more than ${maxHeadBytes} bytes`);
}
