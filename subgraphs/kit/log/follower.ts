import type { Position } from '../../../lib/position.ts';

/** What someone follows, while it is fed from memory. Belongs to one reader; the tail writes what is marked so. */
export interface Follower {
  readonly topics: readonly string[];
  /** Null: all keys. */
  readonly keys: readonly string[] | null;
  /** Everything of interest up to here was given out. Moved by the reader, and by the tail while nothing is pending. */
  position: Position;
  /** Written by the tail: numbers of ring entries to give out. */
  readonly pending: number[];
  /** Written by the tail: the ring went on without this reader, who reads from the table now. */
  isBehind: boolean;
  /** Written by the tail: why following cannot go on. */
  failure: Error | null;
  /** Ends the reader's wait. */
  wake(): void;
}

/** Followers by what they follow, so that an event costs as much as it has readers. */
export interface FollowerIndex {
  readonly size: number;
  add(follower: Follower): void;
  delete(follower: Follower): void;
  /** Calls once per follower of this topic and key. */
  each(topic: string, key: string, visit: (follower: Follower) => void): void;
  all(): readonly Follower[];
}

const anyKey = Symbol('any key');
type Slot = string | typeof anyKey;

export function followerIndex(): FollowerIndex {
  const followers = new Set<Follower>();
  const topics = new Map<string, Map<Slot, Set<Follower>>>();
  const slotsOf = (follower: Follower): readonly Slot[] => follower.keys ?? [anyKey];

  const visitSlot = (slots: Map<Slot, Set<Follower>>, slot: Slot, visit: (follower: Follower) => void): void => {
    for (const follower of slots.get(slot) ?? []) visit(follower);
  };
  return {
    get size() {
      return followers.size;
    },
    add(follower) {
      followers.add(follower);
      for (const topic of follower.topics) {
        const slots = topics.get(topic) ?? new Map<Slot, Set<Follower>>();
        topics.set(topic, slots);
        for (const slot of slotsOf(follower)) {
          const members = slots.get(slot) ?? new Set();
          slots.set(slot, members);
          members.add(follower);
        }
      }
    },
    delete(follower) {
      if (!followers.delete(follower)) return;
      for (const topic of follower.topics) {
        const slots = topics.get(topic);
        for (const slot of slotsOf(follower)) {
          const members = slots?.get(slot);
          members?.delete(follower);
          if (members?.size === 0) slots?.delete(slot);
        }
        if (slots?.size === 0) topics.delete(topic);
      }
    },
    each(topic, key, visit) {
      const slots = topics.get(topic);
      if (slots === undefined) return;
      visitSlot(slots, anyKey, visit);
      visitSlot(slots, key, visit);
    },
    all: () => [...followers],
  };
}
