import { withEntry } from './bounded.ts';
import type { StreamFacts, StreamName } from './streamFacts.ts';
import type { WallState } from './wallState.ts';

const noFacts: StreamFacts = { received: 0, cursor: null, gaps: 0, state: 'connecting' };

/** What is known of one stream. */
export function factsOf(state: WallState, name: StreamName): StreamFacts {
  return state.streams.get(name) ?? noFacts;
}

/** One more event has come. */
export function eventReceived(state: WallState, name: StreamName, cursor: string | null): WallState {
  const facts = factsOf(state, name);
  const { connection } = state;
  return {
    ...state,
    streams: withEntry(state.streams, name, { ...facts, received: facts.received + 1, cursor }),
    connection:
      connection.kind === 'live' && connection.resumed?.isCatchingUp === true
        ? { ...connection, resumed: { ...connection.resumed, caughtUp: connection.resumed.caughtUp + 1 } }
        : connection,
  };
}
