import type { LiveReason, LiveState } from '../../client/liveHandlers.ts';

/** What came back with the connection. */
export interface Resumption {
  /** How long the connection was away. */
  readonly awayMs: number;
  /** Events that came right after it. */
  readonly caughtUp: number;
  /** True for a moment, in which what comes is taken for what was missed. */
  readonly isCatchingUp: boolean;
}

/** The page's connection to the server, as people see it. */
export type Connection =
  | { readonly kind: 'connecting'; readonly sinceMs: number }
  | { readonly kind: 'live'; readonly sinceMs: number; readonly resumed: Resumption | null }
  | { readonly kind: 'reconnecting'; readonly sinceMs: number; readonly retryAtMs: number; readonly why: string }
  | { readonly kind: 'ended'; readonly sinceMs: number; readonly why: string };

/** The connection after one of the streams, whose states are `states`, has told its own. */
export function connectionAfter(
  before: Connection,
  states: readonly (LiveState | 'connecting')[],
  state: LiveState,
  { message, retryInMs }: LiveReason,
  nowMs: number,
): Connection {
  if (state === 'reconnecting') {
    const sinceMs = before.kind === 'reconnecting' ? before.sinceMs : nowMs;
    return { kind: 'reconnecting', sinceMs, retryAtMs: nowMs + (retryInMs ?? 0), why: message };
  }
  if (state === 'ended') return { kind: 'ended', sinceMs: nowMs, why: message };
  if (before.kind === 'live' || states.includes('reconnecting') || states.includes('ended')) return before;
  const resumed = before.kind === 'reconnecting';
  return {
    kind: 'live',
    sinceMs: nowMs,
    resumed: resumed ? { awayMs: nowMs - before.sinceMs, caughtUp: 0, isCatchingUp: true } : null,
  };
}
