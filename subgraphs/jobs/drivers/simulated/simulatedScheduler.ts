import type { Clock } from '../../../../lib/clock.ts';
import type { Database } from '../../../kit/database/database.ts';
import type { OutputStream } from '../../job/job.enum.ts';
import type { OutputSource, Scheduler } from '../scheduler.ts';
import { cancelSimulatedJob, insertSimulatedJob, simulatedJobsByKey } from './simulated.repository.ts';
import { nextChangeOf, type SimulatedJob, sightingAt } from './simulatedJob.ts';
import { simulatedOutput, untilNextLine } from './simulatedOutput.ts';
import { simulatedPlan } from './simulatedPlan.ts';

export interface SimulatedSchedulerOptions {
  readonly db: Database;
  readonly clock: Clock;
  /** What becomes of a job follows from this, its key and what it asks for. */
  readonly seed: number;
}

/** The longest pause between two looks at an output that may grow. */
const longestPauseMs = 5_000;

function outputOf({ db, clock }: SimulatedSchedulerOptions, key: string, stream: OutputStream): OutputSource {
  const job = async (): Promise<SimulatedJob | null> => (await simulatedJobsByKey(db, [key]))[0] ?? null;
  const bytes = async (): Promise<Buffer> => {
    const found = await job();
    return Buffer.from(found === null ? '' : simulatedOutput(found, stream, clock.now()));
  };
  return {
    size: async () => (await bytes()).length,
    read: async (fromByte, maxBytes) => (await bytes()).subarray(fromByte, fromByte + maxBytes),
    async changed(_fromByte, signal) {
      try {
        const found = await job();
        const pauseMs = found === null ? longestPauseMs : untilNextLine(found, clock.now());
        await clock.sleep(Math.min(pauseMs, longestPauseMs), signal);
      } catch {
        // The reader has left, or the database is away: the next read tells.
      }
    },
  };
}

const nothing = { cpuEfficiency: 0, maxMemoryMebibytes: 0, wattsPerCore: 0, exitCode: null, reason: null };

/** Schedulers of centers that only exist here: jobs queue, run and end as planned at their submission, by the clock. No program runs. */
export function simulatedScheduler(options: SimulatedSchedulerOptions): Scheduler {
  const { db, clock, seed } = options;
  /** Jobs that were seen not to have ended, for the time of the next change. */
  const open = new Map<string, SimulatedJob>();
  return {
    family: 'simulated',
    async submit(job) {
      const { key, name, cores } = job;
      await insertSimulatedJob(db, { key, name, cores, queuedAt: clock.now(), ...simulatedPlan(seed, job) });
    },
    async look(keys) {
      if (keys.length === 0) return [];
      const now = clock.now();
      const found = await simulatedJobsByKey(db, keys);
      for (const job of found) {
        if (nextChangeOf(job, now) === null) open.delete(job.key);
        else open.set(job.key, job);
      }
      return found.map((job) => sightingAt(job, now));
    },
    async cancel(key) {
      const now = clock.now();
      const never = { waitSeconds: 0, runSeconds: 0, end: { state: 'CANCELLED', ...nothing } as const };
      await cancelSimulatedJob(db, { key, name: key, cores: 1, queuedAt: now, ...never }, now);
    },
    output: (key, stream) => outputOf(options, key, stream),
    untilChange() {
      const now = clock.now();
      let next: number | null = null;
      for (const job of open.values()) {
        const at = nextChangeOf(job, now)?.getTime();
        // Past already: the next look is due now, and is not to be asked for a second time.
        if (at === undefined) open.delete(job.key);
        const ms = at === undefined ? 0 : at - now.getTime();
        next = Math.min(next ?? ms, ms);
      }
      return Promise.resolve(next);
    },
    onChange: () => () => undefined,
    close: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}
