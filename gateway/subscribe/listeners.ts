import type { CursorPlace } from '../../lib/cursor.ts';
import { comparePositions, type Position } from '../../lib/position.ts';
import type { SubscriptionEvent } from '../graph.ts';
import type { Member } from './member.ts';
import { placeOf } from './place.ts';

/** The clients of one stream. */
export class Listeners {
  /** Those who get every event. */
  readonly #present = new Set<Member>();
  /** Those who have events that the others do not have yet, and up to where. */
  readonly #ahead = new Map<Member, Position>();

  get size(): number {
    return this.#present.size + this.#ahead.size;
  }

  everyone(): readonly Member[] {
    return [...this.#present, ...this.#ahead.keys()];
  }

  add(member: Member): void {
    this.#present.add(member);
  }

  /** A client that has everything up to a place behind all that the stream has given out. */
  addAhead(member: Member, { position }: CursorPlace): void {
    this.#ahead.set(member, position);
  }

  delete(member: Member): void {
    this.#present.delete(member);
    this.#ahead.delete(member);
  }

  clear(): void {
    this.#present.clear();
    this.#ahead.clear();
  }

  /** Gives the events to everybody. The promise is that of the last client that asked to be waited for. */
  deliver(events: readonly SubscriptionEvent[]): Promise<void> | undefined {
    let waiting: Promise<void> | undefined;
    for (const member of this.#present) waiting = member.next(events) ?? undefined;
    if (this.#ahead.size > 0) this.#deliverBehind(events);
    return waiting;
  }

  /** Those who were ahead get what lies behind their place, and are among the others from then on. */
  #deliverBehind(events: readonly SubscriptionEvent[]): void {
    for (const [member, position] of this.#ahead) {
      const first = events.findIndex(({ cursor }) => {
        const place = placeOf(cursor);
        return place !== null && comparePositions(place.position, position) > 0;
      });
      if (first === -1) continue;
      this.#ahead.delete(member);
      this.#present.add(member);
      void member.next(events.slice(first));
    }
  }
}
