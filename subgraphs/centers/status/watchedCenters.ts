import { filterList } from '../../kit/filterList.ts';
import type { CenterAccessState, CenterSchedulingState } from '../center/center.enum.ts';
import type { CenterStates } from '../center/centerRow.ts';
import type { CenterStatusChange } from './centerStatus.events.ts';

/** Which centers to watch, as a client says it. */
export interface CenterStatusFilter {
  readonly centerIds?: readonly string[] | null | undefined;
  readonly accessStates?: readonly CenterAccessState[] | null | undefined;
  readonly schedulingStates?: readonly CenterSchedulingState[] | null | undefined;
}

/** The same as it counts: null for what does not matter. */
export interface WatchedCenters {
  readonly centerIds: ReadonlySet<string> | null;
  readonly accessStates: ReadonlySet<CenterAccessState> | null;
  readonly schedulingStates: ReadonlySet<CenterSchedulingState> | null;
}

/** Reads a filter. Throws ClientError BAD_USER_INPUT for a list that is empty or too long. */
export function watchedCenters(filter: CenterStatusFilter): WatchedCenters {
  return {
    centerIds: filterList(filter.centerIds, 'filter.centerIds'),
    accessStates: filterList(filter.accessStates, 'filter.accessStates'),
    schedulingStates: filterList(filter.schedulingStates, 'filter.schedulingStates'),
  };
}

function isIn(states: CenterStates, { accessStates, schedulingStates }: WatchedCenters): boolean {
  return (accessStates?.has(states.accessState) ?? true) && (schedulingStates?.has(states.schedulingState) ?? true);
}

/** Whether a change is one of a watched center. Leaving the watched states is: else who shows them would show the center for ever. */
export function isWatched({ states, previousStates }: CenterStatusChange, watched: WatchedCenters): boolean {
  return states === undefined || isIn(states, watched) || (previousStates != null && isIn(previousStates, watched));
}
