import type { Clock } from '../../lib/clock.ts';
import { linkedAbort } from '../../lib/linkedAbort.ts';
import type { Log } from '../../lib/log.ts';
import type { SupergraphSource } from './supergraphSource.ts';
import type { SupergraphUpdates } from './supergraphUpdates.ts';

/** What is looked at again and again, and what it is for. */
export interface FollowedSupergraph {
  readonly source: SupergraphSource;
  readonly updates: Pick<SupergraphUpdates, 'offer' | 'refuse'>;
  /** The last text that was read of it. */
  readonly text: string;
  /** Between two looks when all is well. After failures it is longer, up to sixteen times. */
  readonly pollMs: number;
  readonly clock: Clock;
  readonly log: Log;
}

const mostDoublings = 4;

/**
 * Offers each new supergraph of a source as soon as it is there. One that is not good, or a source that cannot be read, is logged once,
 * and the gateway serves the old one. Resolves when the signal aborts; never rejects.
 */
export async function followSupergraph(followed: FollowedSupergraph, signal: AbortSignal): Promise<void> {
  const { source, updates, pollMs, clock, log } = followed;
  let text = followed.text;
  let unreadable = 0;
  let lastProblem = '';
  let changed = false;
  let wake: () => void = () => undefined;
  const unwatch = source.watch(() => {
    changed = true;
    wake();
  });

  /** Ends when the time is over, the source has something new, or nobody waits any more. */
  const pause = async (ms: number): Promise<void> => {
    if (changed) return;
    const sleeping = linkedAbort(signal);
    wake = () => sleeping.abort(new Error('There may be something new'));
    await clock.sleep(ms, sleeping.signal).catch(() => undefined); // awake before its time
    sleeping.release();
  };
  const read = async (): Promise<string> => {
    try {
      return (await source.read(signal)) ?? text;
    } catch (error) {
      unreadable += 1;
      throw error;
    }
  };
  const look = async (): Promise<void> => {
    const found = await read();
    // What was there before it could not be read is offered again, so that nobody takes it for refused.
    if (found === text && unreadable === 0) return;
    text = found;
    unreadable = 0;
    await updates.offer(found);
    lastProblem = '';
  };
  while (!signal.aborted) {
    await pause(pollMs * 2 ** Math.min(unreadable, mostDoublings));
    if (signal.aborted) break;
    changed = false;
    await look().catch((error: unknown) => {
      if (signal.aborted) return;
      updates.refuse(error);
      const problem = String(error);
      if (problem !== lastProblem) log.error({ error }, 'The new supergraph is not used; the old one serves on');
      lastProblem = problem;
    });
  }
  unwatch();
}
