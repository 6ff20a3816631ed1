import { ClientError } from '../../../lib/errors.ts';
import { filterList } from '../../kit/filterList.ts';
import type { LinkState } from '../topology/link.enum.ts';
import type { LinkCondition, LinkMeasured } from './link.events.ts';

/** Which measurements to watch, as a client says it. */
export interface LinkTelemetryFilter {
  readonly states?: readonly LinkState[] | null | undefined;
  readonly minUtilizationPercent?: number | null | undefined;
}

/** The same as it counts: null for what does not matter. */
export interface WatchedLinks {
  readonly states: ReadonlySet<LinkState> | null;
  readonly minPercent: number | null;
}

/** Reads a filter. Throws ClientError BAD_USER_INPUT for a list of states that is empty, and for percents that are not from 0 to 100. */
export function watchedLinks({ states, minUtilizationPercent }: LinkTelemetryFilter): WatchedLinks {
  const minPercent = minUtilizationPercent ?? null;
  if (minPercent !== null && !(minPercent >= 0 && minPercent <= 100)) {
    const argument = 'filter.minUtilizationPercent';
    const says = `The argument \`${argument}\` must be from 0 to 100; it was ${minPercent}.`;
    throw new ClientError('BAD_USER_INPUT', says, { argument });
  }
  return { states: filterList(states, 'filter.states'), minPercent };
}

/** Whether a link in this condition is watched. What is not known of it fits no filter that asks for it. */
export function fits({ state, percent }: LinkCondition, { states, minPercent }: WatchedLinks): boolean {
  const isInState = states === null || (state !== null && states.has(state));
  return isInState && (minPercent === null || (percent !== null && percent >= minPercent));
}

/** Whether a measurement is watched. The first that fits no longer is: else who shows the link would show it as it was for ever. */
export function isWatched({ now, previous }: LinkMeasured, watched: WatchedLinks): boolean {
  return now === undefined || fits(now, watched) || (previous != null && fits(previous, watched));
}
