import type { LiveError } from './liveResult.ts';

/**
 * - `live`: the subscription is open and what happens comes at once.
 * - `reconnecting`: the connection is lost, or the server asked to come back later; it is tried again by itself.
 * - `ended`: nothing will come any more, and the reason says why.
 */
export type LiveState = 'live' | 'reconnecting' | 'ended';

/** Why a state was entered. */
export interface LiveReason {
  /**
   * A fixed word that programs can act on. `live`: CONNECTED, RESUMED (goes on behind the last cursor) or RESTARTED (had none). `reconnecting`:
   * CONNECTION_LOST, SILENT, REFUSED, TOKEN_UNAVAILABLE, TOKEN_RENEWED, or the code of the server's error. `ended`: COMPLETE, PROTOCOL_ERROR,
   * or the code of the server's error.
   */
  readonly code: string;
  /** The same for people. */
  readonly message: string;
  /** In `reconnecting`, milliseconds until the next attempt; else null. */
  readonly retryInMs: number | null;
}

/**
 * Events are missing, or may be. EXPIRED and EPOCH_CHANGED are what the server says (the document must select `gap { reason }`); then the present state
 * follows. NOT_RESUMABLE: the connection was lost and the operation takes no cursor. BAD_CURSOR: the server does not know its own cursor any more, and the
 * stream began anew.
 */
export interface LiveGap {
  readonly reason: string;
  readonly [more: string]: unknown;
}

/** What came with the data of an event. */
export interface LiveEventFacts {
  /** Its place in the stream; null where there are no cursors, or the document selects none. */
  readonly cursor: string | null;
  /** What could not be had of it; empty nearly always. */
  readonly errors: readonly LiveError[];
}

/** What a subscriber is told. None of these may throw. */
export interface LiveHandlers<Data> {
  /** Each event once, in order. */
  onData(data: Data, facts: LiveEventFacts): void;
  /** An event of which nothing could be had, or the errors that the stream ended with for good. */
  onErrors?(errors: readonly LiveError[]): void;
  onState?(state: LiveState, reason: LiveReason): void;
  /** Called before the first event behind the gap. */
  onGap?(gap: LiveGap): void;
}
