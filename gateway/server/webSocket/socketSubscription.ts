import { ClientError } from '../../../lib/errors.ts';
import type { AnswerText, OpenSubscription, ReadyOperation, Subscriber, SubscriptionEvent } from '../../graph.ts';
import { ClientQueue, type ClientQueueLimits } from '../../subscribe/clientQueue.ts';
import type { EndReason } from '../../subscribe/liveObserver.ts';
import { mergedBytes } from '../../subscribe/mergedBytes.ts';
import { endReasonOf } from '../endReasonOf.ts';
import type { EventDelivery } from '../eventDelivery.ts';
import { graphqlError } from '../formatError.ts';
import type { LiveOperation } from '../liveOperations.ts';
import type { MessageParts } from './frames.ts';
import { type OperationNames, type OperationPorts, type OperationSocket, SocketOperation } from './socketOperation.ts';
import type { MessageSource } from './socketOutput.ts';

/** What subscriptions need beside. */
export interface SubscriptionPorts extends OperationPorts {
  readonly delivery: EventDelivery;
  readonly queueLimits: ClientQueueLimits;
}

/** All subscriptions of one socket together may have so many times the bytes waiting that one may have. */
const queuesPerSocket = 4;

/**
 * A subscription on a socket: one client's end of a stream. Events are written as they come while the peer reads; what a slow peer has not read waits in a
 * bounded queue, and when that is full the subscription ends, after what is queued, with TOO_SLOW.
 */
export class SocketSubscription extends SocketOperation implements Subscriber, MessageSource {
  readonly #ports: SubscriptionPorts;
  readonly #operation: LiveOperation;
  #opened: OpenSubscription | null = null;
  #tellEnd: ((reason: EndReason) => void) | null = null;
  /** Null until the peer is slow for the first time. */
  #queue: ClientQueue | null = null;
  /** What is still to be sent behind the queue; null while the subscription goes on. */
  #farewell: MessageParts[] | null = null;
  #whenRead: { readonly promise: Promise<void>; readonly resolve: () => void } | null = null;

  constructor(ports: SubscriptionPorts, socket: OperationSocket, names: OperationNames) {
    super(socket, ports.log, names);
    this.#ports = ports;
    this.#operation = ports.operations.begin('stream');
  }

  override begin(ready: ReadyOperation): void {
    this.#operation.onAbort((reason) => {
      if (reason instanceof ClientError) this.#stop(reason);
    });
    if (this.#isGoingOn) void this.#open(ready);
  }

  get #isGoingOn(): boolean {
    return this.#farewell === null && !this.isOver;
  }

  /** Never rejects. */
  async #open(ready: ReadyOperation): Promise<void> {
    try {
      await this.socket.live.current();
      if (!this.#isGoingOn) return;
      this.#tellEnd = this.#ports.delivery.joined();
      this.#opened = this.#ports.graph.subscribe(ready, this.contextOf(this.#operation), this);
    } catch (thrown) {
      this.end({ errors: [graphqlError(thrown)] });
    }
  }

  next(events: readonly SubscriptionEvent[]): void | Promise<void> {
    const { output } = this.socket;
    if (!this.#isGoingOn || !output.isOpen) return undefined;
    const { delivery } = this.#ports;
    delivery.seen(events);
    const hasQueue = this.#queue !== null && this.#queue.size > 0;
    const [first] = events;
    if (events.length === 1 && first !== undefined && !hasQueue && output.roomBytes > 0) {
      output.writeEvent({ head: this.head, body: delivery.bytesOf(first) });
      delivery.delivered(1);
      return undefined;
    }
    const written = hasQueue ? 0 : this.#write(events);
    for (let index = written; index < events.length; index += 1) {
      const event = events[index];
      if (event === undefined || !this.#keep(event)) break;
    }
    return this.#read();
  }

  /** Writes as many as there is room for, at once; returns how many. */
  #write(events: readonly SubscriptionEvent[]): number {
    const { output } = this.socket;
    const { delivery } = this.#ports;
    const batch: MessageParts[] = [];
    let room = output.roomBytes;
    for (const event of events) {
      if (room <= 0) break;
      const body = delivery.bytesOf(event);
      batch.push({ head: this.head, body });
      room -= body.length;
    }
    if (batch.length > 0) output.writeEvents(batch);
    delivery.delivered(batch.length);
    return batch.length;
  }

  /** Keeps an event for later; false when there are too many, which ends the subscription. */
  #keep(event: SubscriptionEvent): boolean {
    const { delivery, queueLimits } = this.#ports;
    const { output } = this.socket;
    this.#queue ??= new ClientQueue(queueLimits);
    const { length } = delivery.bytesOf(event);
    const before = this.#queue.bytes;
    const isSocketFull = output.queuedBytes + length > queuesPerSocket * queueLimits.bytes;
    const kept = isSocketFull ? 'full' : this.#queue.push(event);
    output.queuedBytes += this.#queue.bytes - before;
    if (kept === 'merged') delivery.merged();
    if (kept !== 'full') {
      output.wait(this);
      return true;
    }
    this.#opened?.leave();
    this.#endWith({ errors: [graphqlError(new ClientError('TOO_SLOW', undefined, { resumable: true }))] }, 'too_slow');
    return false;
  }

  /** Resolves when nothing waits any more; undefined when nothing does. */
  #read(): Promise<void> | undefined {
    if (this.#queue === null || this.#queue.size === 0 || this.isOver) return undefined;
    if (this.#whenRead === null) {
      let resolve = (): void => undefined;
      const promise = new Promise<void>((resolvePromise) => {
        resolve = resolvePromise;
      });
      this.#whenRead = { promise, resolve };
    }
    return this.#whenRead.promise;
  }

  takeNext(): MessageParts | null {
    const queue = this.#queue;
    const before = queue?.bytes ?? 0;
    const waiting = queue?.shift();
    if (queue !== null && waiting !== undefined) {
      this.socket.output.queuedBytes += queue.bytes - before;
      if (queue.size === 0) this.#allRead();
      this.#ports.delivery.delivered(1);
      return { head: this.head, body: mergedBytes(waiting.event, waiting.merged) };
    }
    const last = this.#farewell?.shift() ?? null;
    if (this.#farewell?.length === 0) this.#over();
    return last;
  }

  end(last: AnswerText | null): void {
    this.#endWith(last, endReasonOf(last));
  }

  override leave(reason: EndReason): void {
    if (this.isOver) return;
    this.#opened?.leave();
    this.#tell(reason);
    this.#drop();
    this.#over();
  }

  override viewerChanged(): void {
    if (this.#isGoingOn) this.#opened?.renew(this.contextOf(this.#operation));
  }

  override viewerGone(reason: ClientError): void {
    // What waits was for a viewer who might read it, and it is there again behind the last cursor for whoever may.
    this.#drop();
    if (this.#isGoingOn) this.#stop(reason);
    else if (!this.isOver) this.#sendFarewell();
  }

  #stop(reason: ClientError): void {
    if (!this.#isGoingOn) return;
    this.#opened?.leave();
    this.end({ errors: [graphqlError(reason)] });
  }

  #endWith(last: AnswerText | null, reason: EndReason): void {
    if (!this.#isGoingOn) return;
    this.#tell(reason);
    this.#farewell = this.lastParts(last);
    if (this.#queue === null || this.#queue.size === 0) this.#sendFarewell();
  }

  #sendFarewell(): void {
    const farewell = this.#farewell ?? [];
    this.#farewell = [];
    if (farewell.length > 0) this.socket.output.answer(farewell);
    this.#over();
  }

  #drop(): void {
    if (this.#queue === null) return;
    this.socket.output.queuedBytes -= this.#queue.bytes;
    this.#queue.clear();
    this.#allRead();
  }

  #allRead(): void {
    this.#whenRead?.resolve();
    this.#whenRead = null;
  }

  #tell(reason: EndReason): void {
    this.#tellEnd?.(reason);
    this.#tellEnd = null;
  }

  #over(): void {
    if (this.isOver) return;
    this.socket.output.forget(this);
    this.#operation.end();
    this.finished();
  }
}
