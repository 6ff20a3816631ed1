import type { Log } from '../../lib/log.ts';
import type { CurrentSupergraph } from './currentSupergraph.ts';
import type { Supergraph } from './supergraph.ts';

/** What became of a supergraph: it is in use; it already was; a later one came before it could be. */
export type UpdateOutcome = 'in use' | 'unchanged' | 'overtaken';

/** Where updates stand, for whoever watches the process. */
export interface UpdateStatus {
  /** Hash of the supergraph in use. */
  readonly hash: string;
  readonly since: Date;
  /** The last update was refused, or its source could not be read; null when it went well. */
  readonly refused: { readonly at: Date; readonly reason: string } | null;
}

/** The one way by which another supergraph comes into use. */
export interface SupergraphUpdates {
  /**
   * Validates at once and throws what is wrong with it; then plans ahead and swaps. With little to plan, all of that has happened when the
   * call returns. Offers are taken in their order; of several that wait, only the last.
   */
  offer(sdl: string): Promise<UpdateOutcome>;
  /** Notes that there was something to take and it could not be had. */
  refuse(reason: unknown): void;
  readonly status: UpdateStatus;
  /** Nothing is swapped in any more; offers that wait are overtaken. */
  stop(): void;
}

/** What updates are made with. */
export interface UpdatePorts {
  readonly current: CurrentSupergraph;
  /** Plans for the next generation in slices; `slice` says whether nothing is left. */
  readonly planAhead: (next: Supergraph) => { slice(ms: number): boolean; readonly planned: number };
  /** Throws when the gateway cannot use it, for instance because it states no address for a subgraph. */
  readonly accept?: ((next: Supergraph) => void) | undefined;
  /** Makes a generation of a text; throws what is wrong with it. */
  readonly load: (sdl: string) => Supergraph;
  readonly log: Log;
  readonly now?: (() => Date) | undefined;
}

/** How long planning ahead holds up everything else, in milliseconds; after each slice the requests have at least as long. */
const sliceMs = 10;
/** The first slice comes with the loading of the supergraph, which takes longer anyway. */
const firstSliceMs = 50;
/** With so much of planning ahead the rest is left to the requests. */
const longestMs = 20_000;

/** Updates of one holder. */
export function supergraphUpdates(ports: UpdatePorts): SupergraphUpdates {
  const { current, log, now = () => new Date() } = ports;
  let status: UpdateStatus = { hash: current.value.hash, since: now(), refused: null };
  let stopped = false;
  let running: Promise<UpdateOutcome> | null = null;
  let newest = 0;

  const refuse = (reason: unknown): void => {
    status = { ...status, refused: { at: now(), reason: reason instanceof Error ? reason.message : String(reason) } };
  };
  const swap = (next: Supergraph, planned: number): UpdateOutcome => {
    if (stopped) return 'overtaken';
    current.swap(next);
    status = { hash: next.hash, since: now(), refused: null };
    log.info({ hash: next.hash, planned }, 'A new supergraph is in use');
    return 'in use';
  };
  const take = (next: Supergraph): UpdateOutcome | Promise<UpdateOutcome> => {
    if (next.hash === current.value.hash) {
      status = { ...status, refused: null };
      return 'unchanged';
    }
    const work = ports.planAhead(next);
    if (work.slice(firstSliceMs)) return swap(next, work.planned);
    return inSlices(work, () => stopped).then(() => swap(next, work.planned));
  };

  return {
    offer(sdl) {
      if (running === null && sdl === current.value.sdl) {
        status = { ...status, refused: null };
        return Promise.resolve('unchanged');
      }
      const next = checked(sdl, ports, refuse);
      newest += 1;
      const turn = newest;
      const settle = (outcome: UpdateOutcome | Promise<UpdateOutcome>): Promise<UpdateOutcome> => {
        const mine = Promise.resolve(outcome).finally(() => {
          if (running === mine) running = null;
        });
        running = mine;
        return mine;
      };
      if (running === null) {
        const outcome = take(next);
        return typeof outcome === 'string' ? Promise.resolve(outcome) : settle(outcome);
      }
      const before = running.catch(() => undefined); // who offered it has been told
      return settle(before.then(() => (turn === newest && !stopped ? take(next) : 'overtaken')));
    },
    refuse,
    get status() {
      return status;
    },
    stop() {
      stopped = true;
    },
  };
}

/** Loads it, or notes and throws what is wrong. */
function checked(sdl: string, { load, accept }: UpdatePorts, refuse: (reason: unknown) => void): Supergraph {
  try {
    const next = load(sdl);
    accept?.(next);
    return next;
  } catch (error) {
    refuse(error);
    throw error;
  }
}

/** Resolves when nothing is left to plan, when time is up, or when it is of no use any more. */
async function inSlices(work: { slice(ms: number): boolean }, isOver: () => boolean): Promise<void> {
  const until = performance.now() + longestMs;
  for (let done = false; !done && !isOver() && performance.now() < until; ) {
    await new Promise((resolve) => setTimeout(resolve, sliceMs));
    done = work.slice(sliceMs);
  }
}
