/** An event and how many older ones of its key it stands for. */
export interface Merged<Event> {
  readonly event: Event;
  readonly merged: number;
}

/** What may be thinned, and how much. */
export interface Thinning<Event> {
  /** The shortest time between two events of one key, in milliseconds; 0 gives every event. */
  readonly minIntervalMs: number;
  /** Which thing an event is about. */
  keyOf(event: Event): string;
  /** False for what must be given at once and by itself, for instance a change of state. */
  mayWait(event: Event): boolean;
}

/** Decides when each event leaves. Times are milliseconds that never go back. */
export interface Thinner<Event> {
  /** When those that wait have to leave; null while none waits. */
  readonly dueAt: number | null;
  /** Says that the state of a key was given by other means: its next event is an interval away. */
  note(key: string, now: number): void;
  /** Takes the next event in; gives what leaves now. */
  take(event: Event, now: number): readonly Merged<Event>[];
  /** Gives all that wait, in order. */
  flush(now: number): readonly Merged<Event>[];
}

/**
 * Lets at most one event of each key pass in an interval, the newest, and in the order in which they came, so that whoever
 * continues after any of them misses nothing and gets nothing twice. What waits therefore leaves together: when the last of
 * their keys may speak again, which is an interval after the first began to wait at the latest, or early, before an event that
 * may not wait. Only then can two events of a key be closer than the interval.
 */
export function thinner<Event>({ minIntervalMs, keyOf, mayWait }: Thinning<Event>): Thinner<Event> {
  // Both by key. Those that wait are in the order of their events; those that were given in the order of time.
  const waiting = new Map<string, Merged<Event>>();
  const givenAt = new Map<string, number>();
  let dueAt = Number.NEGATIVE_INFINITY;

  const forgetGiven = (now: number): void => {
    for (const [key, at] of givenAt) {
      if (at + minIntervalMs > now) return;
      givenAt.delete(key);
    }
  };
  const flush = (now: number): readonly Merged<Event>[] => {
    for (const key of waiting.keys()) {
      givenAt.delete(key);
      givenAt.set(key, now);
    }
    const given = [...waiting.values()];
    waiting.clear();
    dueAt = Number.NEGATIVE_INFINITY;
    return given;
  };
  const add = (event: Event, now: number): readonly Merged<Event>[] => {
    const key = keyOf(event);
    const older = waiting.get(key);
    waiting.delete(key);
    waiting.set(key, { event, merged: older === undefined ? 0 : older.merged + 1 });
    if (!mayWait(event)) return flush(now);
    const last = givenAt.get(key);
    if (last === undefined && waiting.size === 1) return flush(now);
    if (last !== undefined) dueAt = Math.max(dueAt, last + minIntervalMs);
    return [];
  };
  return {
    get dueAt() {
      return waiting.size === 0 ? null : dueAt;
    },
    note: (key, now) => void givenAt.set(key, now),
    take(event, now) {
      const overdue = waiting.size > 0 && now >= dueAt ? flush(now) : [];
      forgetGiven(now);
      return [...overdue, ...add(event, now)];
    },
    flush,
  };
}
