import type { Clock } from '../../../lib/clock.ts';
import { requireKnown } from '../../kit/filterList.ts';
import type { EventLog, LoggedEvent } from '../../kit/log/eventLog.ts';
import { type LiveFields, live } from '../../kit/log/live.ts';
import { minIntervalMs } from '../../kit/log/minInterval.ts';
import type { CenterStatusCauseKind } from '../center/center.enum.ts';
import { type CenterStatusChange, centerStatusChange, centerStatusTopic } from './centerStatus.events.ts';
import { presentStatuses } from './centerStatus.repository.ts';
import { type CenterStatusFilter, isWatched, watchedCenters } from './watchedCenters.ts';

export type CenterStatusEvents = AsyncIterableIterator<CenterStatusChange & LiveFields>;

/** What to watch, and how. */
export interface CenterStatusRequest {
  readonly filter?: CenterStatusFilter | null;
  readonly after?: string | null;
  readonly minIntervalSeconds?: number | null;
}

/** What can be watched of the centers. */
export interface CenterStatusService {
  /**
   * One event per watched center, then one for each change; exactly after the cursor when there is one. Rejects with ClientError
   * BAD_USER_INPUT for an impossible filter or interval, NOT_FOUND for an id that is no center's.
   */
  follow(request: CenterStatusRequest): Promise<CenterStatusEvents>;
}

export interface CenterStatusPorts {
  readonly events: EventLog;
  readonly clock: Clock;
  /** Those of these ids that are of centers. */
  readonly knownCenterIds: (ids: readonly string[]) => Promise<readonly string[]>;
}

const currentState = { kind: 'CURRENT_STATE', message: 'The state at the beginning of this stream.' } as const;
/** Causes that come again and again; each of the others is told by itself. */
const progressCauses: ReadonlySet<CenterStatusCauseKind> = new Set(['OCCUPANCY', 'JOB']);

/** The stream of the centers' states over an event log. */
export function centerStatusService({ events, clock, knownCenterIds }: CenterStatusPorts): CenterStatusService {
  const mayWait = ({ payload }: LoggedEvent): boolean => progressCauses.has(centerStatusChange(payload).cause.kind);
  return {
    async follow({ filter, after, minIntervalSeconds }) {
      const watched = watchedCenters(filter ?? {});
      const thinning = { clock, minIntervalMs: minIntervalMs(minIntervalSeconds), mayWait };
      const ids = watched.centerIds === null ? null : [...watched.centerIds];
      if (ids !== null) {
        const known = new Set(await knownCenterIds(ids));
        const named = { argument: 'filter.centerIds', thing: 'center', listedBy: 'centers' };
        requireKnown(ids, (id) => known.has(id), named);
      }
      return live<CenterStatusChange>({
        events,
        after,
        topics: [centerStatusTopic],
        ...(ids === null ? {} : { keys: ids }),
        isWanted: ({ payload }) => isWatched(centerStatusChange(payload), watched),
        thinning,
        snapshot: async (tx) => {
          const statuses = await presentStatuses(tx, watched);
          return statuses.map(({ centerId, states, since }) => ({
            key: centerId,
            value: { centerId, cause: currentState, states, previousStates: states },
            occurredAt: since,
          }));
        },
        onEvent: (event) => centerStatusChange(event.payload),
      });
    },
  };
}
