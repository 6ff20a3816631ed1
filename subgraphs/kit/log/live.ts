import type { Clock } from '../../../lib/clock.ts';
import { decodeCursor, encodeCursor } from '../../../lib/cursor.ts';
import { untilAborted } from '../../../lib/untilAborted.ts';
import type { Transaction } from '../database/database.ts';
import { abortableIterator } from './abortableIterator.ts';
import { type GapReason, LogGapError, type LoggedEvent } from './event.ts';
import type { EventLog } from './eventLog.ts';
import { thinned } from './thinned.ts';
import type { Merged } from './thinner.ts';

/** What every event of a subscription carries beside its own fields. */
export interface LiveFields {
  /** Continue after this event by it. */
  readonly cursor: string;
  readonly occurredAt: Date;
  /** Set on the first event after a place that could not be continued. */
  readonly gap: { readonly reason: GapReason } | null;
  /** How many older events of the same key went up in this one. */
  readonly merged: number;
}

/** How events of a subscription are thinned; a key is the key of the log. */
export interface LiveThinning {
  readonly clock: Clock;
  /** The shortest time between two events of one key, in milliseconds; 0 gives every event. */
  readonly minIntervalMs: number;
  /** False for what is given at once and never merged into a newer one, for instance a change of state. */
  readonly mayWait: (event: LoggedEvent) => boolean;
}

/** The present state of one thing. */
export interface PresentState<Value> {
  /** Its key in the log. */
  readonly key: string;
  readonly value: Value;
  readonly occurredAt: Date;
}

export interface LiveOptions<Value extends object> {
  readonly events: EventLog;
  /** The client's cursor, if it has one. */
  readonly after: string | null | undefined;
  readonly topics: readonly string[];
  /** Absent: all keys. */
  readonly keys?: readonly string[];
  /** The present state, one value per event to send. Read at the start, after a gap, and for a partial cursor; not when resuming exactly. */
  readonly snapshot: (tx: Transaction) => Promise<readonly PresentState<Value>[]>;
  /** Absent: all. Decides by the event alone, before anything is read for it. */
  readonly isWanted?: (event: LoggedEvent) => boolean;
  /** Absent: every event is given. */
  readonly thinning?: LiveThinning;
  /** The value of one logged event; null when it is not for this viewer. */
  readonly onEvent: (event: LoggedEvent) => Value | null | Promise<Value | null>;
}

type LiveEvents<Value> = AsyncGenerator<Value & LiveFields, void, undefined>;

/** Where to go on, the gap that the next event has to tell, and the keys whose present state has just been given. */
interface Way {
  after: string;
  gap: GapReason | null;
  justGiven: readonly string[];
}

function takeGap(way: Way): LiveFields['gap'] {
  const { gap } = way;
  way.gap = null;
  return gap === null ? null : { reason: gap };
}

/** The present state; every cursor of it but the last means "this state was not given out whole". */
async function* present<Value extends object>(
  options: LiveOptions<Value>,
  way: Way,
  signal: AbortSignal,
): LiveEvents<Value> {
  const { value: state, cursor } = await untilAborted(options.events.snapshot(options.snapshot), signal);
  const unfinished = encodeCursor({ ...decodeCursor(cursor), partial: true });
  way.after = cursor;
  way.justGiven = state.map(({ key }) => key);
  for (const [index, { value, occurredAt }] of state.entries()) {
    const isLast = index === state.length - 1;
    yield { ...value, cursor: isLast ? cursor : unfinished, occurredAt, gap: takeGap(way), merged: 0 };
  }
}

async function* wantedOnly(
  logged: AsyncIterable<LoggedEvent>,
  isWanted: (event: LoggedEvent) => boolean,
): AsyncGenerator<LoggedEvent, void, undefined> {
  for await (const event of logged) if (isWanted(event)) yield event;
}

async function* unmerged(logged: AsyncIterable<LoggedEvent>): AsyncGenerator<Merged<LoggedEvent>, void, undefined> {
  for await (const event of logged) yield { event, merged: 0 };
}

/** The events that are to be given, in their time. */
function given<Value extends object>(
  { isWanted, thinning }: LiveOptions<Value>,
  logged: AsyncIterableIterator<LoggedEvent>,
  justGiven: readonly string[],
  signal: AbortSignal,
): AsyncIterable<Merged<LoggedEvent>> {
  const wanted = isWanted === undefined ? logged : wantedOnly(logged, isWanted);
  if (thinning === undefined || thinning.minIntervalMs === 0) return unmerged(wanted);
  const { clock, minIntervalMs, mayWait } = thinning;
  return thinned(wanted, clock, { minIntervalMs, keyOf: ({ key }) => key, mayWait }, justGiven, signal);
}

async function* changes<Value extends object>(
  options: LiveOptions<Value>,
  way: Way,
  signal: AbortSignal,
): LiveEvents<Value> {
  const { events, topics, keys, onEvent } = options;
  const range = keys === undefined ? { topics } : { topics, keys };
  const logged = events.follow({ after: way.after, ...range, signal });
  try {
    for await (const { event, merged } of given(options, logged, way.justGiven, signal)) {
      const { cursor, occurredAt } = event;
      way.after = cursor;
      const value = await untilAborted(Promise.resolve(onEvent(event)), signal);
      if (value !== null) yield { ...value, cursor, occurredAt, gap: takeGap(way), merged };
    }
  } finally {
    await logged.return?.();
  }
}

async function* stateThenChanges<Value extends object>(
  options: LiveOptions<Value>,
  signal: AbortSignal,
): LiveEvents<Value> {
  const { events, after } = options;
  const way: Way = { after: after ?? '', gap: null, justGiven: [] };
  let isExact = after !== null && after !== undefined && !decodeCursor(after).partial;
  if (isExact) {
    way.gap = await untilAborted(events.check(way.after), signal);
    isExact = way.gap === null;
  }
  for (;;) {
    if (!isExact) yield* present(options, way, signal);
    try {
      yield* changes(options, way, signal);
      return;
    } catch (error) {
      if (!(error instanceof LogGapError)) throw error;
      way.gap = error.reason;
      isExact = false;
    }
  }
}

/**
 * A subscription's source: the present state, then every change after it, none lost and none twice between the two. With a
 * cursor it continues exactly after that event; when the log has it no more, the next event tells the gap and the present
 * state comes again. A cursor that is none rejects the first `next()` with ClientError BAD_CURSOR.
 * `return()` takes effect at once, also while a `next()` is waiting.
 */
export function live<Value extends object>(options: LiveOptions<Value>): AsyncIterableIterator<Value & LiveFields> {
  return abortableIterator(new AbortController().signal, (signal) => stateThenChanges(options, signal));
}
