import type { EventLog } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import { type CenterStatusChange, centerStatusChange, centerStatusTopic } from './centerStatus.events.ts';
import { presentStatuses } from './centerStatus.repository.ts';

/** What can be watched of the centers. */
export interface CenterStatusService {
  /** One event per center, then one for each change; exactly after the cursor when there is one. */
  follow(after: string | null | undefined): AsyncIterableIterator<CenterStatusChange & LiveFields>;
}

const currentState = { kind: 'CURRENT_STATE', message: 'The state at the beginning of this stream.' } as const;

/** The stream of the centers' states over an event log. */
export function centerStatusService(events: EventLog): CenterStatusService {
  return {
    follow: (after) =>
      live<CenterStatusChange>({
        events,
        after,
        topics: [centerStatusTopic],
        snapshot: async (tx) => {
          const statuses = await presentStatuses(tx);
          return statuses.map(({ centerId, since }) => ({
            value: { centerId, cause: currentState },
            occurredAt: since,
          }));
        },
        onEvent: (event) => centerStatusChange(event.payload),
      }),
  };
}
