import type { SubscriptionEvent } from '../graph.ts';
import type { WaitingEvent } from '../subscribe/clientQueue.ts';
import { mergedBytes } from '../subscribe/mergedBytes.ts';
import type { EventDelivery } from './eventDelivery.ts';
import type { StreamFormat } from './streamFormat.ts';

/** Events as one format writes them: each is written once for all clients, and the bytes live as long as the event. */
export class EventFrames {
  readonly #format: StreamFormat;
  readonly #delivery: EventDelivery;
  readonly #frames = new WeakMap<SubscriptionEvent, Buffer>();

  constructor(format: StreamFormat, delivery: EventDelivery) {
    this.#format = format;
    this.#delivery = delivery;
  }

  frameOf(event: SubscriptionEvent): Buffer {
    const known = this.#frames.get(event);
    if (known !== undefined) return known;
    const frame = this.#format.result(this.#delivery.bytesOf(event), event.cursor);
    this.#frames.set(event, frame);
    return frame;
  }

  /** An event that has waited: one into which others were merged is not everybody's, unless its client did not ask how many. */
  waitingFrameOf({ event, merged }: WaitingEvent): Buffer {
    if (merged === 0 || event.mergedAt.length === 0) return this.frameOf(event);
    return this.#format.result(mergedBytes(event, merged), event.cursor);
  }
}
