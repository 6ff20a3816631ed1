import { type Clock, systemClock } from '../../lib/clock.ts';
import { type LinkedAbort, linkedAbort } from '../../lib/linkedAbort.ts';
import { mapIterator } from '../../lib/mapIterator.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import { circuitBreaker } from './circuitBreaker.ts';
import { concurrencyLimit } from './concurrencyLimit.ts';
import { type CallPolicies, policedCall, timeOut } from './policedCall.ts';
import type { OpenCall, SubgraphClient, SubgraphRequest } from './subgraphClient.ts';
import { LimitedWork, timeLimit } from './timeLimit.ts';

/** A client that may be able to do without a signal for each call, which costs less. */
export interface PoliceableClient extends SubgraphClient {
  open?(request: SubgraphRequest): OpenCall;
}

/** How a subgraph is treated. */
export interface SubgraphPolicies {
  readonly name: string;
  /** For one call with its waiting and its retries, in milliseconds; for a subscription until it is open. */
  readonly timeoutMs: number;
  /** Calls that run at the same time. */
  readonly maxRunning?: number | undefined;
  /** Calls that wait for their turn; more are refused with SUBGRAPH_UNAVAILABLE. */
  readonly maxWaiting?: number | undefined;
  /** Further tries of a query whose connection failed. Mutations are tried once: they may have been carried out. */
  readonly retries?: number | undefined;
  /** Calls in a row that found nobody there before the subgraph is left alone for a moment. */
  readonly failuresUntilOpen?: number | undefined;
  readonly clock?: Clock | undefined;
  /** From 0 to 1, for the jitter between tries. */
  readonly random?: (() => number) | undefined;
}

/** How long a subgraph that did not answer is left alone. */
const openMs = 2_000;

/** Puts a time limit, a concurrency limit, a circuit breaker and retries before a client. */
export function withPolicies(client: PoliceableClient, policies: SubgraphPolicies): SubgraphClient {
  const { name, timeoutMs, maxRunning = 200, maxWaiting = 1_000, retries = 2 } = policies;
  const { clock = systemClock, random = Math.random, failuresUntilOpen = 5 } = policies;
  const time = timeLimit(timeoutMs, clock);
  const calls: CallPolicies = {
    ...{ name, timeoutMs, retries, time, clock, random },
    limit: concurrencyLimit(maxRunning, maxWaiting),
    circuit: circuitBreaker({ name, failures: failuresUntilOpen, openMs, clock }),
    open: (request) => client.open?.(request) ?? openBySignal(client, request),
  };
  return {
    execute: (request, signal) => policedCall(calls, request, signal),
    async subscribe(request, signal) {
      // The stream outlives the time limit, so it listens to a signal that only its opening is ended by.
      const opening = linkedAbort(signal);
      const work = new Opening(opening, policies);
      time.begin(work);
      try {
        const stream = await untilAborted(client.subscribe(request, opening.signal), opening.signal);
        return mapIterator(stream, (event) => event, opening.release);
      } catch (error) {
        opening.release();
        throw error;
      } finally {
        time.end(work);
      }
    },
  };
}

class Opening extends LimitedWork {
  constructor(
    readonly opening: LinkedAbort,
    readonly policies: Pick<SubgraphPolicies, 'name' | 'timeoutMs'>,
  ) {
    super();
  }

  timeUp(): void {
    this.opening.abort(timeOut(this.policies));
  }
}

function openBySignal(client: SubgraphClient, request: SubgraphRequest): OpenCall {
  const ending = new AbortController();
  return {
    answer: untilAborted(client.execute(request, ending.signal), ending.signal),
    abort: (reason) => ending.abort(reason),
  };
}
