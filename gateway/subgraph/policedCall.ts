import type { Clock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import type { Admission, CircuitBreaker } from './circuitBreaker.ts';
import type { ConcurrencyLimit, TurnTaker } from './concurrencyLimit.ts';
import type { OpenCall, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';
import { LimitedWork, type TimeLimit } from './timeLimit.ts';

/** What all calls to one subgraph have in common. */
export interface CallPolicies {
  readonly name: string;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly limit: ConcurrencyLimit;
  readonly circuit: CircuitBreaker;
  readonly time: TimeLimit;
  readonly clock: Clock;
  readonly random: () => number;
  open(request: SubgraphRequest): OpenCall;
}

const firstPauseMs = 50;

/** Failures of a connection, as Node.js and undici name them. An answer of whatever kind is none. */
const transientCodes: ReadonlySet<unknown> = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'],
  ...['UND_ERR_SOCKET', 'UND_ERR_CONNECT_TIMEOUT'],
]);

/** Runs one call under its policies. Rejects with the signal's reason when it aborts. */
export function policedCall(
  policies: CallPolicies,
  request: SubgraphRequest,
  signal: AbortSignal,
): Promise<SubgraphResponse> {
  if (signal.aborted) return Promise.reject(signal.reason);
  return new Promise((resolve, reject) => new PolicedCall(policies, request, signal, resolve, reject).begin());
}

/**
 * A class, with one promise and no signal, timer or bound function of its own: every fetch of every operation is one of these, and each of those
 * would cost more than the rest.
 */
class PolicedCall extends LimitedWork implements TurnTaker, EventListenerObject {
  #state: 'waiting' | 'running' | 'over' = 'waiting';
  #admission: Admission | null = null;
  #tries = 0;
  #open: OpenCall | null = null;
  #pause: AbortController | null = null;

  constructor(
    readonly policies: CallPolicies,
    readonly request: SubgraphRequest,
    readonly signal: AbortSignal,
    readonly resolve: (response: SubgraphResponse) => void,
    readonly reject: (reason: unknown) => void,
  ) {
    super();
  }

  begin(): void {
    const { time, limit, name } = this.policies;
    this.signal.addEventListener('abort', this);
    time.begin(this);
    const turn = limit.enter(this);
    if (turn === 'entered') this.onTurn();
    else if (turn === 'full') {
      const says = `Too many calls to the subgraph "${name}" are waiting. Try again a little later.`;
      this.#fail(new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name }));
    }
  }

  timeUp(): void {
    this.#end(timeOut(this.policies));
  }

  /** The caller's signal aborted. */
  handleEvent(): void {
    this.#end(this.signal.reason);
  }

  onTurn(): void {
    this.#state = 'running';
    try {
      // Waiting for a turn says nothing about the subgraph, so the circuit is inside of it.
      this.#admission = this.policies.circuit.admit();
    } catch (refusal) {
      this.#fail(refusal);
      return;
    }
    this.#try();
  }

  #try(): void {
    this.#tries += 1;
    try {
      this.#open = this.policies.open(this.request);
      this.#open.answer.then(
        (response) => this.#onAnswer(response),
        (error: unknown) => this.#onFailure(error),
      );
    } catch (thrown) {
      this.#onFailure(thrown);
    }
  }

  #onAnswer(response: SubgraphResponse): void {
    if (this.#state === 'over') return;
    this.#leave(null);
    this.resolve(response);
  }

  #onFailure(error: unknown): void {
    if (this.#state === 'over') return;
    const { retries, clock, random } = this.policies;
    const pauseMs = firstPauseMs * 2 ** (this.#tries - 1) * (0.5 + random());
    const mayRepeat = this.request.operationKind === 'query' && this.#tries <= retries && isTransient(error);
    // A pause beyond the time limit would only hide what went wrong.
    if (!mayRepeat || clock.now().getTime() + pauseMs >= this.dueMs) {
      this.#fail(error);
      return;
    }
    this.#pause = new AbortController();
    clock.sleep(pauseMs, this.#pause.signal).then(
      () => this.#try(),
      () => undefined,
    );
  }

  /** Ends it from outside: nobody waits for what it still does. */
  #end(reason: unknown): void {
    if (this.#state === 'over') return;
    const open = this.#open;
    this.#fail(reason);
    open?.abort(reason);
  }

  #fail(error: unknown): void {
    this.#leave(error);
    this.reject(error);
  }

  #leave(error: unknown): void {
    const { time, limit, circuit } = this.policies;
    const wasRunning = this.#state === 'running';
    this.#state = 'over';
    this.signal.removeEventListener('abort', this);
    time.end(this);
    this.#pause?.abort();
    if (this.#admission !== null) circuit.report(this.#admission, error);
    if (wasRunning) limit.leave();
    else limit.forget(this);
  }
}

/** What a call ends with that took too long. */
export function timeOut({ name, timeoutMs }: Pick<CallPolicies, 'name' | 'timeoutMs'>): ClientError {
  const says = `The subgraph "${name}" did not answer within ${timeoutMs} ms.`;
  return new ClientError('SUBGRAPH_TIMEOUT', says, { subgraph: name });
}

function isTransient(error: unknown): boolean {
  const cause = error instanceof ClientError && error.code === 'SUBGRAPH_UNAVAILABLE' ? error.cause : null;
  return cause instanceof Error && 'code' in cause && transientCodes.has(cause.code);
}
