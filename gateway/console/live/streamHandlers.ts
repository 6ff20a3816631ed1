import type { LiveHandlers } from '../../client/liveHandlers.ts';
import type { Store } from './store.ts';
import type { StreamName } from './streamFacts.ts';
import { gapTold, streamTold } from './streamTold.ts';
import type { WallState } from './wallState.ts';

/** What an event of a stream makes of the wall. */
export type Applied<Data> = (state: WallState, data: Data, cursor: string | null, nowMs: number) => WallState;

/** Handlers that put what a stream tells into the store. `cameBack` is called when the stream goes on after it was away. */
export function streamHandlers<Data>(
  store: Store<WallState>,
  name: StreamName,
  apply: Applied<Data>,
  cameBack: () => void,
): LiveHandlers<Data> {
  return {
    onData: (data, { cursor }) => store.update((state) => apply(state, data, cursor, Date.now())),
    onGap: () => store.update((state) => gapTold(state, name)),
    onState(state, reason) {
      store.update((wall) => streamTold(wall, name, state, reason, Date.now()));
      if (state === 'live' && reason.code !== 'CONNECTED') cameBack();
    },
  };
}
