import type { Clock } from '../../../lib/clock.ts';
import { linkedAbort } from '../../../lib/linkedAbort.ts';
import { untilAborted } from '../../../lib/untilAborted.ts';
import { type Merged, type Thinning, thinner } from './thinner.ts';

/** The time in milliseconds, but never earlier than before: when the clock is set back, what waits does not wait for it. */
function forwardTime(clock: Clock): () => number {
  let last = Number.NEGATIVE_INFINITY;
  let behind = 0;
  return () => {
    const now = clock.now().getTime();
    if (now < last) behind += last - now;
    last = now;
    return now + behind;
  };
}

/** True when the item (or the end, or a failure) is there before the time is over. Rejects when the signal aborts first. */
async function arrives(next: Promise<unknown>, withinMs: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  const waiting = linkedAbort(signal);
  const arrived = (): boolean => true;
  try {
    const isOver = clock.sleep(withinMs, waiting.signal, true).then(() => false);
    return await Promise.race([next.then(arrived, arrived), isOver]);
  } finally {
    waiting.release();
    waiting.abort(new Error('It has arrived'));
  }
}

/**
 * The source's events as `thinner` lets them pass, given that the states of `justGiven` were given a moment ago. Nothing is lost:
 * what waits when the source ends or fails is given first. The signal ends every wait; the source belongs to the caller, who
 * closes it.
 */
export async function* thinned<Event>(
  source: AsyncIterator<Event>,
  clock: Clock,
  thinning: Thinning<Event>,
  justGiven: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<Merged<Event>, void, undefined> {
  const time = forwardTime(clock);
  const events = thinner(thinning);
  for (const key of justGiven) events.note(key, time());
  let asked: Promise<IteratorResult<Event>> | null = null;
  for (;;) {
    const { dueAt } = events;
    asked ??= source.next();
    // Never longer than an interval, even if the clock jumps while this is worked out.
    const waitMs = dueAt === null ? null : Math.min(Math.max(dueAt - time(), 0), thinning.minIntervalMs);
    if (waitMs !== null && !(await arrives(asked, waitMs, clock, signal))) {
      yield* events.flush(time());
      continue;
    }
    let result: IteratorResult<Event>;
    try {
      result = await untilAborted(asked, signal);
    } catch (error) {
      if (!signal.aborted) yield* events.flush(time());
      throw error;
    }
    asked = null;
    if (result.done === true) break;
    yield* events.take(result.value, time());
  }
  if (!signal.aborted) yield* events.flush(time());
}
