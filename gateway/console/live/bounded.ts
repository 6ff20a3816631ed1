/** The list with one item more at its end; of more than `limit` the oldest are dropped. */
export function appended<Item>(items: readonly Item[], item: Item, limit: number): readonly Item[] {
  return items.length < limit ? [...items, item] : [...items.slice(items.length - limit + 1), item];
}

/** The map with one value set. */
export function withEntry<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key, value: Value): ReadonlyMap<Key, Value> {
  return new Map(map).set(key, value);
}
