import { type Clock, systemClock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import { linkedAbort } from '../../lib/linkedAbort.ts';
import { mapIterator } from '../../lib/mapIterator.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import { circuitBreaker } from './circuitBreaker.ts';
import { type ConcurrencyLimit, concurrencyLimit } from './concurrencyLimit.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

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

const firstPauseMs = 50;
/** How long a subgraph that did not answer is left alone. */
const openMs = 2_000;

/** Failures of a connection, as Node.js and undici name them. An answer of whatever kind is none. */
const transientCodes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EAI_AGAIN',
  'UND_ERR_SOCKET',
  'UND_ERR_CONNECT_TIMEOUT',
]);

/** Puts a time limit, a concurrency limit, a circuit breaker and retries before a client. */
export function withPolicies(client: SubgraphClient, policies: SubgraphPolicies): SubgraphClient {
  const { name, timeoutMs, maxRunning = 200, maxWaiting = 1_000, retries = 2 } = policies;
  const { clock = systemClock, random = Math.random } = policies;
  const limit = concurrencyLimit(maxRunning, maxWaiting);
  const circuit = circuitBreaker({ name, failures: policies.failuresUntilOpen ?? 5, openMs, clock });

  /** Runs `work` with a signal that aborts when time is up. The time ends with the work. */
  const inTime = async <T>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const bounded = linkedAbort(signal);
    const timer = new AbortController();
    const timeUp = (): void => {
      const says = `The subgraph "${name}" did not answer within ${timeoutMs} ms.`;
      bounded.abort(new ClientError('SUBGRAPH_TIMEOUT', says, { subgraph: name }));
    };
    clock.sleep(timeoutMs, timer.signal).then(timeUp, () => undefined);
    try {
      return await untilAborted(work(bounded.signal), bounded.signal);
    } finally {
      timer.abort();
      bounded.release();
    }
  };

  const tryOut = async (request: SubgraphRequest, signal: AbortSignal): Promise<SubgraphResponse> => {
    for (let tries = 0; ; tries += 1) {
      try {
        return await client.execute(request, signal);
      } catch (error) {
        if (signal.aborted || request.operationKind !== 'query' || tries >= retries || !isTransient(error)) throw error;
      }
      await clock.sleep(firstPauseMs * 2 ** tries * (0.5 + random()), signal);
    }
  };

  return {
    // Waiting for a turn says nothing about the subgraph, so the circuit is inside of it.
    execute: (request, signal) =>
      inTime(signal, async (bounded) => {
        const leave = await turn(limit, name, bounded);
        try {
          return await circuit.run(() => untilAborted(tryOut(request, bounded), bounded));
        } finally {
          leave();
        }
      }),
    async subscribe(request, signal) {
      // The stream outlives the time limit, so it listens to the caller's signal and to one that ends the opening.
      const opening = linkedAbort(signal);
      try {
        const stream = await inTime(signal, (bounded) => {
          bounded.addEventListener('abort', () => opening.abort(bounded.reason), { once: true });
          return client.subscribe(request, opening.signal);
        });
        return mapIterator(stream, (event) => event, opening.release);
      } catch (error) {
        opening.release();
        throw error;
      }
    },
  };
}

async function turn(limit: ConcurrencyLimit, name: string, signal: AbortSignal): Promise<() => void> {
  const leave = await limit.enter(signal);
  if (leave !== null) return leave;
  const says = `Too many calls to the subgraph "${name}" are waiting. Try again a little later.`;
  throw new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name });
}

function isTransient(error: unknown): boolean {
  const cause = error instanceof ClientError && error.code === 'SUBGRAPH_UNAVAILABLE' ? error.cause : null;
  return cause instanceof Error && 'code' in cause && transientCodes.has(cause.code);
}
