import type { FeedEntry, WallState } from './wallState.ts';

/** How many lines are kept. */
const maxEntries = 200;

/** What happened is told. */
export function fed(state: WallState, entry: Omit<FeedEntry, 'key'>): WallState {
  const key = (state.feed[0]?.key ?? 0) + 1;
  return { ...state, feed: [{ ...entry, key }, ...state.feed.slice(0, maxEntries - 1)] };
}
