import type { Clock } from '../../../lib/clock.ts';
import { ClientError } from '../../../lib/errors.ts';
import type { Viewer } from '../../../lib/viewer.ts';
import type { EventLog } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import { type ViewerChange, viewerChange, viewerTopic } from './viewerChange.events.ts';

export type ViewerChanges = AsyncIterableIterator<ViewerChange & LiveFields>;

/** Tells who has changed. */
export interface ViewerChangeService {
  /**
   * First, without a cursor or after a gap, that anybody may have; then each change of somebody. Throws ClientError FORBIDDEN for
   * every viewer that is no service.
   */
  follow(viewer: Viewer, after: string | null | undefined): ViewerChanges;
}

const anybody: ViewerChange = { issuer: null, subject: null };

export function viewerChangeService(ports: { readonly events: EventLog; readonly clock: Clock }): ViewerChangeService {
  const { events, clock } = ports;
  return {
    follow(viewer, after) {
      if (viewer.kind !== 'service') throw new ClientError('FORBIDDEN', 'Who changes is told to services only.');
      return live<ViewerChange>({
        events,
        after,
        topics: [viewerTopic],
        snapshot: async () => [{ key: 'everybody', value: anybody, occurredAt: clock.now() }],
        onEvent: ({ payload }) => viewerChange(payload),
      });
    },
  };
}
