import type { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import { type MessageParts, writeMessage, writeMessages, writeText } from './frames.ts';

/** Beyond so many bytes that the peer has not taken, events wait in queues, which have limits of their own. */
export const highWaterBytes = 64 * 1024;

/** Somebody whose messages wait until the peer has taken what was written before. */
export interface MessageSource {
  /** The next message, no longer waiting; null when there is none. */
  takeNext(): MessageParts | null;
}

/** What a look at the peer's reading has found. */
export interface ReadingProgress {
  /** Bytes that wait in this process. */
  readonly waitingBytes: number;
  /** Whether the peer has made room since the last look, when something waited then. */
  readonly hasRead: boolean;
}

/** Of a socket of the operating system; a stream of another kind has neither. */
interface SystemSocket {
  readonly bytesWritten?: number;
  /** Not documented, but what Node itself goes by in its time-outs: tells of a large write that is on its way. */
  readonly _handle?: { readonly writeQueueSize?: number } | null;
}

/**
 * The writing end of one WebSocket. Data frames are made here and written to the raw socket; `ws` writes only control frames, whole and at once because nothing is
 * compressed, so that frames never mix.
 *
 * What this process keeps for a peer that does not read is bounded: events wait in the queues of their operations beyond `highWaterBytes`, and while answers
 * beyond that wait, nothing more is read of the peer.
 */
export class SocketOutput {
  readonly #socket: WebSocket;
  readonly #raw: Duplex;
  /** Of answers, since the peer had taken everything. */
  #answerBytes = 0;
  /** In the order of their turn. */
  #sources: Set<MessageSource> | null = null;
  #waiters: (() => void)[] | null = null;
  #lastWaiting = 0;
  #lastTaken = 0;
  #lastInFlight = 0;
  /** Bytes of all events that wait in the queues of this socket's operations; they count them. */
  queuedBytes = 0;

  constructor(socket: WebSocket, raw: Duplex) {
    this.#socket = socket;
    this.#raw = raw;
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** How many bytes may still be written before events have to wait. */
  get roomBytes(): number {
    return highWaterBytes - this.#raw.writableLength;
  }

  get waitingBytes(): number {
    return this.#raw.writableLength;
  }

  /** Writes one event; whether there is room was asked before. */
  writeEvent(parts: MessageParts): void {
    writeMessage(this.#raw, parts);
  }

  /** Writes several events at once. */
  writeEvents(messages: readonly MessageParts[]): void {
    writeMessages(this.#raw, messages);
  }

  /** Writes messages that answer what the peer asked; without effect on a socket that is closing. */
  answer(messages: readonly MessageParts[]): void {
    if (this.isOpen) this.#answered(writeMessages(this.#raw, messages));
  }

  answerText(text: string): void {
    if (this.isOpen) this.#answered(writeText(this.#raw, text));
  }

  /** Something that was written elsewhere answers the peer. A peer that asks on without reading is not read any more. */
  #answered(bytes: number): void {
    const { writableLength } = this.#raw;
    this.#answerBytes = writableLength <= bytes ? writableLength : this.#answerBytes + bytes;
    if (this.#answerBytes >= highWaterBytes && !this.#socket.isPaused) this.#socket.pause();
  }

  /** `ws` has answered a control frame. */
  answeredControl(bytes: number): void {
    this.#answered(bytes);
  }

  /** The source has its turn when the peer has read, again and again until it has nothing. */
  wait(source: MessageSource): void {
    this.#sources ??= new Set();
    this.#sources.add(source);
  }

  forget(source: MessageSource): void {
    this.#sources?.delete(source);
  }

  /** Resolves when there is room, or when the socket has closed. */
  room(): Promise<void> {
    if (!this.isOpen || this.roomBytes > 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#waiters ??= [];
      this.#waiters.push(resolve);
    });
  }

  /** The peer has taken everything that was written. */
  drained(): void {
    this.#answerBytes = 0;
    if (this.#socket.isPaused) this.#socket.resume();
    this.#wake();
    if (this.#sources !== null && this.isOpen) this.#refill(this.#sources);
  }

  /** The socket is closed: nothing waits any more. */
  closed(): void {
    this.#sources = null;
    this.#wake();
  }

  #wake(): void {
    const waiters = this.#waiters;
    this.#waiters = null;
    for (const resolve of waiters ?? []) resolve();
  }

  /** One message of each in turn, as much as there is room for. */
  #refill(sources: Set<MessageSource>): void {
    const batch: MessageParts[] = [];
    let room = this.roomBytes;
    for (const source of sources) {
      if (room <= 0) break;
      sources.delete(source);
      const parts = source.takeNext();
      if (parts === null) continue;
      sources.add(source); // behind the others, and visited again by this loop
      batch.push(parts);
      room -= parts.body.length;
    }
    if (batch.length > 0) writeMessages(this.#raw, batch);
  }

  /** Looks at how far the peer has read, as far as this process can see. */
  look(): ReadingProgress {
    const { bytesWritten = 0, _handle: handle } = this.#raw as SystemSocket;
    const waitingBytes = this.#raw.writableLength;
    const taken = bytesWritten - waitingBytes;
    const inFlight = handle?.writeQueueSize ?? 0;
    const hasRead = this.#lastWaiting > 0 && (taken > this.#lastTaken || inFlight < this.#lastInFlight);
    const isNew = this.#lastWaiting === 0 && waitingBytes > 0;
    this.#lastWaiting = waitingBytes;
    this.#lastTaken = taken;
    this.#lastInFlight = inFlight;
    return { waitingBytes, hasRead: hasRead || isNew };
  }
}
