import type { CursorPlace } from '../../../lib/cursor.ts';
import { comparePositions } from '../../../lib/position.ts';
import type { GapReason } from './event.ts';
import type { LogPage } from './readLog.ts';

/** Why following cannot continue exactly after this place in the log as it is now; null when it can. */
export function gapAt(place: Pick<CursorPlace, 'epoch' | 'position'>, page: LogPage): GapReason | null {
  if (place.epoch !== page.epoch) return 'EPOCH_CHANGED';
  // A place that this history has not reached: it was given out by a future that a restored backup has undone.
  if (place.position.tx > page.xmax) return 'EPOCH_CHANGED';
  return comparePositions(place.position, page.trimmedTo) < 0 ? 'EXPIRED' : null;
}
