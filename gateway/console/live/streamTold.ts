import type { LiveReason, LiveState } from '../../client/liveHandlers.ts';
import { withEntry } from './bounded.ts';
import { connectionAfter } from './connection.ts';
import { factsOf } from './eventReceived.ts';
import type { StreamName } from './streamFacts.ts';
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
  return { ...wall, streams, connection: connectionAfter(wall.connection, states, state, reason, nowMs) };
}

/** The moment after coming back is over. */
export function caughtUp(wall: WallState): WallState {
  const { connection } = wall;
  if (connection.kind !== 'live' || connection.resumed === null) return wall;
  return { ...wall, connection: { ...connection, resumed: { ...connection.resumed, isCatchingUp: false } } };
}

/** The server has told that events are missing. */
export function gapTold(state: WallState, name: StreamName): WallState {
  const facts = factsOf(state, name);
  return { ...state, streams: withEntry(state.streams, name, { ...facts, gaps: facts.gaps + 1 }) };
}
