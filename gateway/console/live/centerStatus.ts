import type { CenterWallSubscription } from '../../client/documents.generated.ts';
import { percentOf } from '../format/percentOf.ts';
import { appended, withEntry } from './bounded.ts';
import { centerLabel } from './centerLabel.ts';
import { eventReceived } from './eventReceived.ts';
import { fed } from './feed.ts';
import type { WallState } from './wallState.ts';

const maxSamples = 120;

/** A center has told its state. */
export function centerTold(
  state: WallState,
  { centerStatus }: CenterWallSubscription,
  cursor: string | null,
): WallState {
  const { center, cause, occurredAt } = centerStatus;
  const { idle, total } = center.capacity.cores;
  const value = percentOf(total - idle, total) ?? 0;
  const history = state.centers.get(center.id)?.history ?? [];
  const told = eventReceived(state, 'centers', cursor);
  const next: WallState = {
    ...told,
    centers: withEntry(state.centers, center.id, {
      center,
      history: appended(history, { atMs: Date.parse(occurredAt), value }, maxSamples),
    }),
  };
  // The present state is what the page shows anyway.
  if (cause.kind === 'CURRENT_STATE') return next;
  return fed(next, {
    stream: 'centers',
    cursor,
    at: occurredAt,
    subject: centerLabel(state, center),
    text: cause.message,
  });
}
