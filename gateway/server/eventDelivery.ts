import type { Log } from '../../lib/log.ts';
import type { SubscriptionEvent } from '../graph.ts';
import type { EndReason, LiveObserver } from '../subscribe/liveObserver.ts';
import { eventBytes } from './eventBytes.ts';

/** What the clients of one door have in common when events come: each is made and measured once, and counted together. */
export class EventDelivery {
  readonly #observer: LiveObserver;
  readonly #log: Log;
  /** Of this turn, in order; nothing is kept beyond it. */
  #seen: SubscriptionEvent[] = [];
  #delivered = 0;
  #isFlushing = false;
  readonly #flush = (): void => {
    this.#isFlushing = false;
    const [seen, delivered] = [this.#seen, this.#delivered];
    this.#seen = [];
    this.#delivered = 0;
    if (delivered > 0) this.#observer.eventsDelivered(delivered);
    for (const { committedAtMs } of seen) {
      if (committedAtMs !== null) this.#observer.lag(Math.max(0, Date.now() - committedAtMs));
    }
  };

  constructor(observer: LiveObserver, log: Log) {
    this.#observer = observer;
    this.#log = log;
  }

  /** A client has begun; the function is called when it has ended. */
  joined(): (reason: EndReason) => void {
    return this.#observer.clientJoined();
  }

  bytesOf(event: SubscriptionEvent): Buffer {
    return event.bytes ?? eventBytes(event, this.#log);
  }

  /** Events have come for one client. They come to all clients of a stream in one turn: what was just seen is not measured again. */
  seen(events: readonly SubscriptionEvent[]): void {
    const last = events.at(-1);
    if (last === undefined || last === this.#seen.at(-1)) return;
    this.#seen.push(...events);
    this.#flushLater();
  }

  /** So many were written to a connection. */
  delivered(count: number): void {
    this.#delivered += count;
    this.#flushLater();
  }

  merged(): void {
    this.#observer.eventMerged();
  }

  /** After everybody has got what came. */
  #flushLater(): void {
    if (this.#isFlushing) return;
    this.#isFlushing = true;
    queueMicrotask(this.#flush);
  }
}
