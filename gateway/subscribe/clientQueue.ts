import type { SubscriptionEvent } from '../graph.ts';

/** What one client may leave unread before its stream is ended. */
export interface ClientQueueLimits {
  readonly events: number;
  /** Of the events as JSON text in UTF-8. Events are shared: this bounds what one client alone can keep in memory. */
  readonly bytes: number;
}

/** An event that waits for its client, and how many older ones of its key went up in it. */
export interface WaitingEvent {
  readonly event: SubscriptionEvent;
  readonly merged: number;
}

/**
 * The events that one slow client has not read. One with a state key takes the place of an older one with the same key, at the end of the queue: what is
 * given out is always in order of the cursors, and whoever resumes behind the last one that it read misses nothing.
 */
export class ClientQueue {
  readonly #waiting = new Map<string | symbol, WaitingEvent>();
  readonly #limits: ClientQueueLimits;
  #bytes = 0;

  constructor(limits: ClientQueueLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#waiting.size;
  }

  /** Bytes of all that waits. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes an event whose `bytes` are set, unless the client has left too much unread: then the event is not taken, and whoever asks ends the stream. What was
   * taken before may still be given out.
   */
  push(event: SubscriptionEvent): 'taken' | 'merged' | 'full' {
    const older = event.stateKey === null ? undefined : this.#waiting.get(event.stateKey);
    const size = sizeOf(event) - (older === undefined ? 0 : sizeOf(older.event));
    const count = this.#waiting.size + (older === undefined ? 1 : 0);
    if (count > this.#limits.events || this.#bytes + size > this.#limits.bytes) return 'full';
    const key = event.stateKey ?? Symbol();
    if (older !== undefined) this.#waiting.delete(key);
    this.#waiting.set(key, { event, merged: older === undefined ? 0 : older.merged + 1 });
    this.#bytes += size;
    return older === undefined ? 'taken' : 'merged';
  }

  /** The oldest one, no longer waiting. */
  shift(): WaitingEvent | undefined {
    for (const [key, first] of this.#waiting) {
      this.#waiting.delete(key);
      this.#bytes -= sizeOf(first.event);
      return first;
    }
    return undefined;
  }

  clear(): void {
    this.#waiting.clear();
    this.#bytes = 0;
  }
}

function sizeOf({ bytes }: SubscriptionEvent): number {
  return bytes?.length ?? 0;
}
