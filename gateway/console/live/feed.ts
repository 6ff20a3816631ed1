import type { FeedEntry, WallState } from './wallState.ts';

/** How many lines are kept. */
const maxEntries = 200;

/** What happened is told. Lines stand in the order of time; those of one stream in the order in which they came, which is that of its cursors. */
export function fed(state: WallState, entry: Omit<FeedEntry, 'key'>): WallState {
  const { feed } = state;
  const key = feed.reduce((highest, { key: one }) => Math.max(highest, one), 0) + 1;
  const below = feed.findIndex(({ stream, at }) => stream === entry.stream || at <= entry.at);
  const place = below === -1 ? feed.length : below;
  return { ...state, feed: [...feed.slice(0, place), { ...entry, key }, ...feed.slice(place)].slice(0, maxEntries) };
}
