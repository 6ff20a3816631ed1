import { ClientError } from '../../lib/errors.ts';
import type {
  AnswerText,
  Graph,
  OpenSubscription,
  ReadyOperation,
  RequestContext,
  Subscriber,
  SubscriptionEvent,
} from '../graph.ts';
import { ClientQueue, type ClientQueueLimits } from '../subscribe/clientQueue.ts';
import type { EndReason } from '../subscribe/liveObserver.ts';
import { answerBytes } from './answerBody.ts';
import { endReasonOf } from './endReasonOf.ts';
import type { EventDelivery } from './eventDelivery.ts';
import type { EventFrames } from './eventFrames.ts';
import { type ErrorSite, formatError, graphqlError } from './formatError.ts';
import type { StreamFormat } from './streamFormat.ts';
import type { StreamResponse } from './streamResponse.ts';

/** What the client of a subscription is made of. */
export interface ClientStreamParts {
  readonly output: StreamResponse;
  readonly format: StreamFormat;
  readonly frames: EventFrames;
  readonly delivery: EventDelivery;
  readonly queueLimits: ClientQueueLimits;
  readonly site: ErrorSite;
}

/** Small events that come together go out together, in writes of about so many bytes. */
const writeBytes = 16 * 1024;

/**
 * A subscription over HTTP: one client's end of a stream. Events are written as they come while the client reads; what a slow client has not read waits in
 * a bounded queue, and when that is full the stream ends, after what is queued, with TOO_SLOW.
 */
export class ClientStream implements Subscriber {
  readonly #parts: ClientStreamParts;
  readonly #tellEnd: (reason: EndReason) => void;
  readonly #queue: ClientQueue;
  #opened: OpenSubscription | null = null;
  /** Of a viewer who changed while the subscription was being opened. */
  #renewed: RequestContext | null = null;
  #hasBegun = false;
  #isOver = false;
  /** What is written behind the queue; null while the stream goes on. */
  #farewell: Buffer | null = null;
  #whenRead: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;

  constructor(parts: ClientStreamParts) {
    this.#parts = parts;
    this.#tellEnd = parts.delivery.joined();
    this.#queue = new ClientQueue(parts.queueLimits);
    parts.output.onRoom = () => this.#writeWaiting();
  }

  get #goesOn(): boolean {
    return !this.#isOver && this.#farewell === null;
  }

  /** Subscribes, unless the stream has ended already. */
  open(graph: Graph, ready: ReadyOperation, context: RequestContext): void {
    if (this.#goesOn) this.#opened = graph.subscribe(ready, this.#renewed ?? context, this);
  }

  next(events: readonly SubscriptionEvent[]): void | Promise<void> {
    if (!this.#goesOn) return undefined;
    this.#hasBegun = true;
    this.#parts.delivery.seen(events);
    let taken = 0;
    if (this.#queue.size === 0) {
      taken = this.#write((count) => {
        const event = events[count];
        return event === undefined ? null : this.#parts.frames.frameOf(event);
      });
    }
    for (const event of taken === 0 ? events : events.slice(taken)) {
      if (!this.#keep(event)) return undefined;
    }
    return this.#parts.output.hasRoom ? undefined : this.#read();
  }

  end(last: AnswerText | null): void {
    const reason = endReasonOf(last);
    const isRefused = !this.#hasBegun && (reason === 'source_failed' || reason === 'unauthorized');
    this.#finish(last === null ? null : this.#lastFrame(last, !isRefused), reason);
  }

  /** Ends the stream, after what is queued, and says why. Events of a viewer who may not read them any more are not sent: they are there again behind the cursor. */
  stop(error: ClientError): void {
    if (this.#isOver) return;
    const last: AnswerText = { errors: [graphqlError(error)] };
    const reason = endReasonOf(last);
    if (reason === 'unauthorized') this.#queue.clear();
    if (this.#farewell === null) {
      this.#opened?.leave();
      this.#finish(this.#lastFrame(last, true), reason);
    } else if (this.#queue.size === 0) this.#sayFarewell(this.#farewell);
  }

  /** The client is gone. Safe to call at any time. */
  leave(): void {
    if (this.#isOver) return;
    if (this.#goesOn) {
      this.#opened?.leave();
      this.#tellEnd(this.#parts.output.wasCut ? 'too_slow' : 'client_left');
    }
    this.#isOver = true;
    this.#queue.clear();
    this.#allRead();
  }

  /** The viewer is another one now. */
  renew(context: RequestContext): void {
    if (this.#opened === null) this.#renewed = context;
    else if (this.#goesOn) this.#opened.renew(context);
  }

  #keep(event: SubscriptionEvent): boolean {
    const { delivery } = this.#parts;
    delivery.bytesOf(event); // the queue measures it
    const kept = this.#queue.push(event);
    if (kept === 'merged') delivery.merged();
    if (kept === 'full') this.stop(new ClientError('TOO_SLOW', undefined, { resumable: true }));
    return kept !== 'full';
  }

  /** Writes while there is room and something to write; returns how many. */
  #write(frameAt: (count: number) => Buffer | null): number {
    const { output, delivery } = this.#parts;
    let count = 0;
    while (output.hasRoom) {
      const frames: Buffer[] = [];
      for (let bytes = 0; bytes < writeBytes; ) {
        const frame = frameAt(count);
        if (frame === null) break;
        frames.push(frame);
        bytes += frame.length;
        count += 1;
      }
      const [first] = frames;
      if (first === undefined) break;
      output.write(frames.length === 1 ? first : Buffer.concat(frames));
    }
    if (count > 0) delivery.delivered(count);
    return count;
  }

  #writeWaiting(): void {
    this.#write(() => {
      const waiting = this.#queue.shift();
      return waiting === undefined ? null : this.#parts.frames.waitingFrameOf(waiting);
    });
    if (this.#queue.size > 0) return;
    if (this.#farewell !== null) this.#sayFarewell(this.#farewell);
    else if (this.#parts.output.hasRoom) this.#allRead();
  }

  #lastFrame(last: AnswerText, isFault: boolean): Buffer {
    const { format, site } = this.#parts;
    const { data = 'null', errors = [] } = last;
    if (isFault && data === 'null' && format.fault !== null) {
      return format.fault(errors.map((error) => formatError(error, site)));
    }
    return format.result(answerBytes(last, site), null);
  }

  #finish(last: Buffer | null, reason: EndReason): void {
    if (!this.#goesOn) return;
    const { closing } = this.#parts.format;
    this.#tellEnd(reason);
    this.#farewell = last === null ? closing : Buffer.concat([last, closing]);
    if (this.#queue.size === 0) this.#sayFarewell(this.#farewell);
  }

  #sayFarewell(farewell: Buffer): void {
    this.#isOver = true;
    this.#parts.output.end(farewell);
    this.#allRead();
  }

  /** Resolves when there is room again for what comes next. */
  #read(): Promise<void> {
    if (this.#whenRead === null) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((settle) => {
        resolve = settle;
      });
      this.#whenRead = { promise, resolve };
    }
    return this.#whenRead.promise;
  }

  #allRead(): void {
    this.#whenRead?.resolve();
    this.#whenRead = null;
  }
}
