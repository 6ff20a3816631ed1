import type { Clock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import { newExecution } from '../execute/executePlan.ts';
import { SubgraphCall } from '../execute/subgraphCall.ts';
import type { SubgraphResponse } from '../subgraph/subgraphClient.ts';
import type { StreamWork } from './completeEvent.ts';
import type { LiveObserver } from './liveObserver.ts';

/** How a stream of a subgraph is held on to. */
export interface UpstreamPorts {
  readonly clock: Clock;
  readonly random: () => number;
  /** For how long a subgraph that is away is waited for, in milliseconds. */
  readonly patienceMs: number;
  readonly observer: LiveObserver;
}

/** What the reader of an upstream says, and is told. */
export interface UpstreamReader {
  /** What to open now: it may change when the supergraph does. */
  work(): StreamWork;
  /** Behind which event to begin, or to go on; null for the beginning. */
  cursor(): string | null;
  /** One event. A promise holds back the next one. */
  take(response: SubgraphResponse): void | Promise<void>;
}

/** How a stream ended: by itself, or because of what was thrown. `closed`: it was told to. */
export type UpstreamEnd =
  | { readonly kind: 'completed' | 'closed' }
  | { readonly kind: 'failed'; readonly thrown: unknown; readonly isResumable: boolean };

const closed: UpstreamEnd = { kind: 'closed' };

const firstPauseMs = 50;
const longestPauseMs = 5_000;

/**
 * The stream of a subscription's own subgraph, through its restarts: when it breaks, it is opened again behind the last event, after a pause that grows and has
 * chance in it, so that thousands of streams do not come back at once. A stream that could not be opened the first time is not tried again: whoever asked
 * learns why.
 */
export class Upstream {
  readonly #ports: UpstreamPorts;
  readonly #reader: UpstreamReader;
  readonly #closing = new AbortController();
  #attempt: AbortController | null = null;
  #isReopening = false;
  #hasOpened: boolean;
  #failures = 0;
  #lostAtMs: number | null = null;

  /** `isContinued`: its clients had a stream before, and wait for this one too. */
  constructor(ports: UpstreamPorts, reader: UpstreamReader, isContinued: boolean) {
    this.#hasOpened = isContinued;
    this.#ports = ports;
    this.#reader = reader;
  }

  /** Reads until the stream is over. Resolves when its source has been told to close. Never rejects. */
  async run(): Promise<UpstreamEnd> {
    for (;;) {
      const end = this.#closing.signal.aborted ? closed : await this.#once();
      if (this.#closing.signal.aborted) return closed;
      if (this.#isReopening) {
        this.#isReopening = false;
        continue;
      }
      if (end.kind !== 'failed') return end;
      const isOver = !this.#hasOpened || !end.isResumable || this.#reader.work().live.afterVariable === null;
      if (isOver || this.#isOutOfPatience()) return end;
      this.#failures += 1;
      await this.#pause();
    }
  }

  /** Opens the stream anew behind the last event, as the reader says now. */
  reopen(): void {
    if (this.#attempt === null) return; // it pauses, and will
    this.#isReopening = true;
    this.#attempt.abort(new Error('The stream is opened anew'));
  }

  /** Closes the source at once. */
  close(): void {
    const left = new Error('Nobody listens any more');
    this.#closing.abort(left);
    this.#attempt?.abort(left);
  }

  async #once(): Promise<UpstreamEnd> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    try {
      const broken = await this.#read(attempt.signal);
      return broken === null ? { kind: 'completed' } : { kind: 'failed', thrown: broken, isResumable: true };
    } catch (thrown) {
      return { kind: 'failed', thrown, isResumable: isTransient(thrown) };
    } finally {
      this.#attempt = null;
    }
  }

  /** Resolves with what broke the stream when its subgraph says so itself, with null when it has ended. */
  async #read(signal: AbortSignal): Promise<unknown> {
    const { ports, run, live } = this.#reader.work();
    const cursor = this.#reader.cursor();
    const place =
      cursor === null || live.afterVariable === null
        ? []
        : [{ name: live.afterVariable, json: JSON.stringify(cursor) }];
    const call = new SubgraphCall(newExecution(ports, run, null), live.primary, place);
    const source = await ports.clientOf(live.primary.subgraph).subscribe(call, signal);
    const closed = this.#ports.observer.streamOpened(live.primary.subgraph);
    try {
      if (this.#failures > 0) this.#ports.observer.streamResumed(live.primary.subgraph);
      this.#hasOpened = true;
      this.#lostAtMs = null;
      for (let item = await source.next(); item.done !== true; item = await source.next()) {
        if (signal.aborted) return null;
        const broken = farewellIn(item.value);
        if (broken !== null && live.afterVariable !== null) return broken;
        this.#failures = 0;
        this.#ports.observer.eventReceived(live.primary.subgraph);
        const held = this.#reader.take(item.value);
        if (held !== undefined) await held;
      }
      return null;
    } finally {
      closed();
      await source.return?.().catch(() => undefined); // it is over already; how it closes is nobody's concern
    }
  }

  #isOutOfPatience(): boolean {
    const nowMs = this.#ports.clock.now().getTime();
    this.#lostAtMs ??= nowMs;
    return nowMs - this.#lostAtMs >= this.#ports.patienceMs;
  }

  async #pause(): Promise<void> {
    const longest = Math.min(firstPauseMs * 2 ** this.#failures, longestPauseMs);
    const pauseMs = longest * (0.5 + this.#ports.random() / 2);
    await this.#ports.clock.sleep(pauseMs, this.#closing.signal).catch(() => undefined); // closed: seen by the caller
  }
}

function isTransient(thrown: unknown): boolean {
  if (!(thrown instanceof ClientError)) return false;
  if (thrown.details['resumable'] === true) return true;
  return thrown.code === 'SUBGRAPH_UNAVAILABLE' || thrown.code === 'SUBGRAPH_TIMEOUT';
}

/** A subgraph that stops says so in a last result; null for every other result. */
function farewellIn({ data, errors }: SubgraphResponse): ClientError | null {
  if (data !== undefined && data !== null) return null;
  const farewell = errors?.find(
    ({ extensions }) => extensions?.['resumable'] === true || extensions?.['code'] === 'SHUTTING_DOWN',
  );
  return farewell === undefined ? null : new ClientError('SUBGRAPH_UNAVAILABLE', farewell.message);
}
