import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../../lib/log.ts';
import type { Database } from '../../kit/database/database.ts';
import { waker } from '../../kit/log/waker.ts';
import type { DriverName, Scheduler, Sighting } from '../drivers/scheduler.ts';
import { activeJobs } from '../job/job.repository.ts';
import type { JobRow } from '../job/jobRow.ts';
import type { OccupancyTeller } from '../occupancy/occupancyTeller.ts';
import { markUnknown, reconcileJob } from './reconcileJob.ts';

export interface ReconcilerOptions {
  readonly db: Database;
  readonly driver: DriverName;
  readonly scheduler: Scheduler;
  readonly occupancy: OccupancyTeller;
  readonly clock: Clock;
  readonly log: Log;
  /** The longest time between two looks at a scheduler that answers. */
  readonly pollMs?: number;
}

/** The one that keeps what is known of a driver's jobs equal to what its scheduler sees. */
export interface Reconciler {
  /** There is something to do: look now. */
  wake(): void;
  /** Lets the running round finish and stops. */
  close(): Promise<void>;
}

const defaultPollMs = 1_000;
const shortestPauseMs = 5;
const longestPauseMs = 30_000;
/** A scheduler may fail to answer now and then; this many times in a row it counts as away. */
const failuresUntilAway = 3;

/** The scheduler has not answered. */
class SchedulerAway extends Error {
  override readonly name = 'SchedulerAway';
}

async function look(scheduler: Scheduler, jobs: readonly JobRow[]): Promise<ReadonlyMap<string, Sighting>> {
  try {
    const sightings = await scheduler.look(jobs.map(({ id }) => id));
    return new Map(sightings.map((sighting) => [sighting.key, sighting]));
  } catch (cause) {
    throw new SchedulerAway('The scheduler does not answer', { cause });
  }
}

/** One look at all jobs of the driver; gives those that have not ended. One that fails does not hold up the others. */
async function round(options: ReconcilerOptions): Promise<readonly JobRow[]> {
  const { db, driver, scheduler, log } = options;
  const jobs = await activeJobs(db, driver);
  const sightings = await look(scheduler, jobs);
  const present: JobRow[] = [];
  for (const job of jobs) {
    let after: JobRow | null = job;
    try {
      after = await reconcileJob(options, job, sightings.get(job.id) ?? null);
    } catch (error) {
      log.warn({ err: error, jobId: job.id, driver }, 'a job could not be reconciled; it is tried again');
    }
    if (after?.isActive === true) present.push(after);
  }
  return present;
}

async function whenAway(options: ReconcilerOptions): Promise<void> {
  for (const job of await activeJobs(options.db, options.driver)) await markUnknown(options, job);
}

/** Starts the loop of a driver and waits for its first round, whatever came of it. */
export async function startReconciler(options: ReconcilerOptions): Promise<Reconciler> {
  const { scheduler, occupancy, log, driver, pollMs = defaultPollMs } = options;
  const closing = new AbortController();
  const news = waker();
  const stopListening = scheduler.onChange(news.wake);
  let failures = 0;

  const attempt = async (): Promise<number> => {
    try {
      const jobs = await round(options);
      await occupancy.tell(jobs);
      failures = 0;
      const untilChange = await scheduler.untilChange();
      return Math.min(pollMs, Math.max(shortestPauseMs, untilChange ?? pollMs));
    } catch (error) {
      failures += 1;
      log.warn({ err: error, driver, failures }, 'the jobs of a driver could not be looked at');
      if (error instanceof SchedulerAway && failures >= failuresUntilAway) {
        await whenAway(options).catch((again: unknown) => log.warn({ err: again, driver }, 'jobs could not be marked'));
      }
      return Math.min(pollMs * 2 ** Math.min(failures, 10), longestPauseMs);
    }
  };
  const loop = async (firstPauseMs: number): Promise<void> => {
    let pauseMs = firstPauseMs;
    while (!closing.signal.aborted) {
      await news.wait(pauseMs, closing.signal);
      if (!closing.signal.aborted) pauseMs = await attempt();
    }
  };
  const running = loop(await attempt());
  return {
    wake: news.wake,
    async close() {
      stopListening();
      closing.abort();
      await running;
    },
  };
}
