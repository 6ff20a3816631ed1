import { type CursorPlace, decodeCursor } from '../../lib/cursor.ts';

/** The place of a cursor; null for one that is not of our making, with which nothing but its own subgraph can go on. */
export function placeOf(cursor: string | null): CursorPlace | null {
  if (cursor === null) return null;
  try {
    return decodeCursor(cursor);
  } catch {
    return null;
  }
}

/** True when the position alone says what has been given out: everything up to it, and nothing behind it. */
export function isExact(place: CursorPlace | null): place is CursorPlace {
  return place !== null && !place.partial && place.seen === null;
}
