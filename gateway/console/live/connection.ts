import type { LiveReason, LiveState } from '../../client/liveHandlers.ts';
import { withEntry } from './bounded.ts';
import type { Connection } from './connectionState.ts';
import type { StreamName } from './streamCounts.ts';
import { factsOf } from './streamFacts.ts';
import type { WallState } from './wallState.ts';

/** One of the streams has told its state: all of them together are the connection. */
export function streamTold(
  wall: WallState,
  name: StreamName,
  state: LiveState,
  reason: LiveReason,
  nowMs: number,
): WallState {
  const streams = withEntry(wall.streams, name, { ...factsOf(wall, name), state });
  const states = [...streams.values()].map((facts) => facts.state);
  return { ...wall, streams, connection: connectionOf(wall.connection, states, state, reason, nowMs) };
}

function connectionOf(
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

/** The moment after coming back is over. */
export function caughtUp(wall: WallState): WallState {
  const { connection } = wall;
  if (connection.kind !== 'live' || connection.resumed === null) return wall;
  return { ...wall, connection: { ...connection, resumed: { ...connection.resumed, isCatchingUp: false } } };
}
