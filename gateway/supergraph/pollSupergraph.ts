import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { CurrentSupergraph } from './currentSupergraph.ts';
import { loadSupergraph, type Supergraph } from './supergraph.ts';

/** What is looked at again and again. */
export interface PolledSupergraph {
  readonly current: CurrentSupergraph;
  readonly read: () => Promise<string>;
  readonly pollMs: number;
  /** Throws when the gateway cannot use it, for instance because it states no address for a subgraph. */
  readonly accept?: ((next: Supergraph) => void) | undefined;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Puts each new supergraph in use as soon as it is there and has been found good. One that is not good, or a source that cannot be
 * read, is logged once, and the gateway serves the old one. Resolves when the signal aborts; never rejects.
 */
export async function pollSupergraph(polled: PolledSupergraph, signal: AbortSignal): Promise<void> {
  const { current, read, pollMs, accept, clock, log } = polled;
  let lastText = current.value.sdl;
  let lastProblem = '';
  for (;;) {
    try {
      await clock.sleep(pollMs, signal);
    } catch {
      return; // only the signal ends a sleep
    }
    try {
      const text = await read();
      if (text === lastText) continue;
      lastText = text;
      const next = loadSupergraph(text);
      accept?.(next);
      current.swap(next);
      lastProblem = '';
      log.info({ hash: next.hash }, 'A new supergraph is in use');
    } catch (error) {
      const problem = String(error);
      if (problem !== lastProblem) log.error({ error }, 'The new supergraph is not used; the old one serves on');
      lastProblem = problem;
    }
  }
}
