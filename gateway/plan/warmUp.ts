import type { KnownRequest, OperationPlanner } from './operationPlanner.ts';

/** So many operations are planned ahead at least, if there are as many. */
const fewest = 100;
/** Of the others, this share. */
const share = 0.3;

/** The planning of known operations for another generation, in slices. */
export interface WarmUp {
  /** Plans for about so many milliseconds, one operation at least; true when nothing is left. Never throws. */
  slice(ms: number): boolean;
  /** How many were planned so far. What the new generation refuses is not counted. */
  readonly planned: number;
}

/** Plans the hottest operations of one generation for the next. Each keeps half of its hits, so that later ones count for more. */
export function warmUp(from: OperationPlanner, to: OperationPlanner): WarmUp {
  let waiting: KnownRequest[] | null = null;
  let planned = 0;
  return {
    get planned() {
      return planned;
    },
    slice(ms) {
      waiting ??= hottest(from.known());
      const until = performance.now() + ms;
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        try {
          to.warm({ ...next, hits: Math.ceil(next.hits / 2) });
          planned += 1;
        } catch {
          // Whoever asks for it is told what is wrong with it.
        }
        if (performance.now() >= until) break;
      }
      return waiting.length === 0;
    },
  };
}

/** The hottest last, where they are taken from. */
function hottest(known: readonly KnownRequest[]): KnownRequest[] {
  return known.slice(0, Math.max(fewest, Math.ceil(known.length * share))).reverse();
}
