import type { CursorPlace } from '../../lib/cursor.ts';
import { comparePositions, type Position } from '../../lib/position.ts';
import type { SubscriptionEvent } from '../graph.ts';
import { isExact } from './place.ts';

/** What a ring may hold. */
export interface RingLimits {
  readonly events: number;
  /** Characters of the events' data. */
  readonly characters: number;
}

interface Entry {
  readonly position: Position;
  readonly event: SubscriptionEvent;
  readonly size: number;
}

/** The latest events of a stream, for clients that come back: every event of one log behind `start`, without a hole. */
export class EventRing {
  readonly #limits: RingLimits;
  readonly #entries: Entry[] = [];
  #characters = 0;
  #epoch: string | null = null;
  /** All events behind this place, and up to `#end`, are in the ring; null while no such thing can be said. */
  #start: Position | null = null;
  #end: Position | null = null;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  /** Begins at a place behind which the stream will give everything. */
  begin(place: CursorPlace | null): void {
    this.#clear();
    if (!isExact(place)) return;
    this.#epoch = place.epoch;
    this.#start = place.position;
    this.#end = place.position;
  }

  /** The stream has given out an event, at a place; a present state and events that it had shown already make a new beginning. */
  push(event: SubscriptionEvent, place: CursorPlace | null): void {
    if (place === null) return; // an error that is at no place
    if (this.#start === null || place.epoch !== this.#epoch || !isExact(place)) {
      this.begin(place);
      return;
    }
    const size = event.answer.data?.length ?? 0;
    this.#entries.push({ position: place.position, event, size });
    this.#characters += size;
    this.#end = place.position;
    while (this.#entries.length > this.#limits.events || this.#characters > this.#limits.characters) this.#drop();
  }

  /** True when whoever has everything up to the place can be given all that it misses. */
  covers(place: CursorPlace | null): place is CursorPlace {
    if (!isExact(place) || this.#start === null || place.epoch !== this.#epoch) return false;
    return comparePositions(place.position, this.#start) >= 0;
  }

  /** True when the place lies behind everything that the stream has given out. */
  isBefore({ position }: CursorPlace): boolean {
    return this.#end !== null && comparePositions(this.#end, position) < 0;
  }

  /** The events behind a place that the ring covers. */
  after({ position }: CursorPlace): readonly SubscriptionEvent[] {
    let first = this.#entries.length;
    while (first > 0) {
      const entry = this.#entries[first - 1];
      if (entry === undefined || comparePositions(entry.position, position) <= 0) break;
      first -= 1;
    }
    return this.#entries.slice(first).map(({ event }) => event);
  }

  #drop(): void {
    const oldest = this.#entries.shift();
    if (oldest === undefined) return;
    this.#characters -= oldest.size;
    this.#start = oldest.position;
  }

  #clear(): void {
    this.#entries.length = 0;
    this.#characters = 0;
    this.#epoch = null;
    this.#start = null;
    this.#end = null;
  }
}
