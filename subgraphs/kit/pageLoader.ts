import type DataLoader from 'dataloader';
import { loadMany, loadOne } from './loaders.ts';
import { type Connection, type KeysetPosition, type PageRequest, page } from './pagination.ts';

/** How many rows a thing's list has; things without rows may be left out. */
export interface ListLength {
  readonly key: string;
  readonly length: number;
}

/** A list that each of several things has, as a repository reads it. */
export interface PagedList<Row> {
  /** Unique in the subgraph; shows in traces. */
  readonly name: string;
  /** Up to `limit + 1` rows for each of the keys, in the order of the list. */
  readonly rows: (keys: readonly string[], request: PageRequest) => Promise<readonly Row[]>;
  readonly lengths: (keys: readonly string[]) => Promise<readonly ListLength[]>;
  readonly keyOf: (row: Row) => string;
  readonly placeOf: (row: Row) => KeysetPosition;
}

/**
 * Connections of many things at once: all that ask for the same page in one tick are read together. Made once per request, like
 * every loader. Lengths are read only where `totalCount` is selected.
 */
export function pageLoader<Row extends object>(
  list: PagedList<Row>,
): (key: string, request: PageRequest) => Promise<Connection<Row>> {
  const { name, keyOf, placeOf } = list;
  const pages = new Map<string, DataLoader<string, readonly Row[]>>();
  const lengths = loadOne(`${name}.length`, list.lengths, ({ key }) => key);
  return async (key, request) => {
    const { limit, after } = request;
    const wanted = JSON.stringify([limit, after]);
    let rows = pages.get(wanted);
    if (rows === undefined) {
      rows = loadMany(name, (keys) => list.rows(keys, request), keyOf);
      pages.set(wanted, rows);
    }
    return page(await rows.load(key), request, placeOf, async () => (await lengths.load(key))?.length ?? 0);
  };
}
