import type { Clock } from '../../../lib/clock.ts';
import type { Database } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import type { NewEvent } from '../../kit/log/event.ts';
import type { DriverName } from '../drivers/scheduler.ts';
import type { JobRow } from '../job/jobRow.ts';
import { centersOfDriver } from '../known/known.repository.ts';
import type { KnownCenter } from '../known/knownCenter.ts';
import { type Occupancy, occupancyOf } from './occupancy.ts';

const notMoreOftenMs = 2_000;
const notLessOftenMs = 60_000;
const centersKnownForMs = 5_000;

export interface OccupancyTellerOptions {
  readonly db: Database;
  readonly driver: DriverName;
  readonly clock: Clock;
  readonly seed: number;
}

/** Tells the log how busy the centers of a driver are. */
export interface OccupancyTeller {
  /** Tells of the centers whose load has changed, at most every two seconds each; of every one at least once a minute. */
  tell(activeJobs: readonly JobRow[]): Promise<void>;
}

function observed(centerId: string, occupancy: Occupancy, at: Date): NewEvent {
  const payload = { centerId, observedAt: at.toISOString(), ...occupancy };
  return { topic: 'occupancy', key: centerId, type: 'CenterOccupancyObserved', payload };
}

export function occupancyTeller({ db, driver, clock, seed }: OccupancyTellerOptions): OccupancyTeller {
  const told = new Map<string, { readonly text: string; readonly at: number }>();
  let known: { readonly centers: readonly KnownCenter[]; readonly at: number } | null = null;

  const centers = async (now: number): Promise<readonly KnownCenter[]> => {
    if (known === null || Math.abs(now - known.at) >= centersKnownForMs) {
      known = { centers: await centersOfDriver(db, driver), at: now };
    }
    return known.centers;
  };
  const isDue = (centerId: string, text: string, now: number): boolean => {
    const last = told.get(centerId);
    if (last === undefined) return true;
    const since = now - last.at;
    return since >= notLessOftenMs || (last.text !== text && since >= notMoreOftenMs);
  };

  return {
    async tell(activeJobs) {
      const at = clock.now();
      const now = at.getTime();
      const events: NewEvent[] = [];
      const texts = new Map<string, string>();
      for (const center of await centers(now)) {
        const jobs = activeJobs.filter(({ centerId }) => centerId === center.id);
        const occupancy = occupancyOf(center, jobs, seed, at);
        const text = JSON.stringify(occupancy);
        if (!isDue(center.id, text, now)) continue;
        events.push(observed(center.id, occupancy, at));
        texts.set(center.id, text);
      }
      if (events.length === 0) return;
      await change(
        db,
        events.map(({ key }) => key),
        (tx) => tx.append(...events),
      );
      for (const [centerId, text] of texts) told.set(centerId, { text, at: now });
    },
  };
}
