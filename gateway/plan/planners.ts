import { type Log, silentLog } from '../../lib/log.ts';
import { hivePlanner } from './hivePlanner.ts';
import type { Planner, PlannerName } from './planner.ts';

/** What the planners of one supergraph are made of. */
export interface PlannersOptions {
  readonly supergraphSdl: string;
  readonly apollo: Planner;
  /** The one that is asked first; the other stands in. */
  readonly first?: PlannerName | undefined;
  readonly log?: Log | undefined;
}

/** The planner of a supergraph. Hive's is loaded when it is first needed; where it cannot be, that is logged once and Apollo's plans alone. */
export function planners(options: PlannersOptions): Planner {
  const { supergraphSdl, apollo, first = 'apollo', log = silentLog } = options;
  if (first === 'apollo') return apollo;
  const hive = hivePlanner(supergraphSdl);
  if (hive.ok) return hive.planner;
  log.warn({ reason: hive.reason }, "Hive's planner is not available here; Apollo's plans alone");
  return apollo;
}
