import { expect, it } from 'vitest';
import type { Clock } from '../../../../lib/clock.ts';
import { testDatabase } from '../../../../test/kit/database.ts';
import { type SchedulerBench, schedulerContract } from '../scheduler.contract.ts';
import type { SchedulerJob, Sighting } from '../scheduler.ts';
import { nextChangeOf, type SimulatedJob, sightingAt } from './simulatedJob.ts';
import { simulatedOutput } from './simulatedOutput.ts';
import { simulatedPlan } from './simulatedPlan.ts';
import { simulatedScheduler } from './simulatedScheduler.ts';

const seed = 7;
const migrations = new URL('../../migrations/', import.meta.url);
const noon = new Date('2030-01-01T12:00:00Z');
const after = (seconds: number): Date => new Date(noon.getTime() + seconds * 1_000);

function jobOf(key: string, timeLimitSeconds = 600): SchedulerJob {
  return {
    key,
    name: key,
    centerId: 'center_far',
    script: 'true\n',
    environment: [],
    cores: 4,
    nodes: 1,
    accelerators: 0,
    memoryMebibytes: null,
    timeLimitSeconds,
  };
}

/** The first key of this name that the seed plans such an end for. */
function keyThat(name: string, state: string): string {
  for (let number = 0; ; number += 1) {
    const key = `job_${name}-${number}`;
    if (simulatedPlan(seed, jobOf(key)).end.state === state) return key;
  }
}

function held(key: string, job = jobOf(key)): SimulatedJob {
  return {
    key,
    number: 1,
    name: key,
    cores: job.cores,
    queuedAt: noon,
    cancelledAt: null,
    ...simulatedPlan(seed, job),
  };
}

/** A bench whose clock is moved on by hand. */
async function openBench(): Promise<SchedulerBench> {
  const database = await testDatabase([{ name: 'jobs', migrations }]);
  const { db } = database.open('jobs');
  let now = noon;
  const clock: Clock = {
    now: () => now,
    sleep: (_ms, signal) =>
      new Promise((_resolve, reject) => {
        if (signal.aborted) reject(signal.reason);
        else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      }),
  };
  let scheduler = simulatedScheduler({ db, clock, seed });
  return {
    get scheduler() {
      return scheduler;
    },
    job: (name, long) => jobOf(keyThat(name, 'SUCCEEDED'), long ? 360_000 : 600),
    async until(key, is) {
      const late = now.getTime() + 400_000_000;
      while (now.getTime() < late) {
        const [sighting] = await scheduler.look([key]);
        if (sighting !== undefined && is(sighting)) return sighting;
        now = new Date(now.getTime() + Math.max(1, (await scheduler.untilChange()) ?? late));
      }
      throw new Error(`${key} did not become as wanted`);
    },
    async reopen() {
      await scheduler.close();
      scheduler = simulatedScheduler({ db, clock, seed });
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  };
}

schedulerContract('the simulated driver', openBench);

it('plans the same for the same seed, key and job, and else something else', () => {
  const keys = Array.from({ length: 50 }, (_, number) => `job_${number}`);
  const plans = (of: number) => keys.map((key) => simulatedPlan(of, jobOf(key)));
  expect(plans(1)).toEqual(plans(1));
  expect(plans(2)).not.toEqual(plans(1));
  expect(new Set(plans(1).map(({ runSeconds }) => runSeconds)).size).toBe(keys.length);
});

it('ends most jobs well and some in each other way, within their time limits', () => {
  const plans = Array.from({ length: 1_000 }, (_, number) => simulatedPlan(3, jobOf(`job_${number}`)));
  const share = (state: string): number => plans.filter(({ end }) => end.state === state).length / plans.length;
  expect(share('SUCCEEDED')).toBeGreaterThan(0.8);
  for (const state of ['FAILED', 'TIMED_OUT', 'NODE_FAILED']) expect(share(state)).toBeGreaterThan(0.005);
  for (const { runSeconds, end } of plans) {
    if (end.state === 'TIMED_OUT') expect(runSeconds).toBe(600);
    else expect(runSeconds).toBeLessThan(600);
  }
});

it('shows a job at any moment by the clock alone', () => {
  const job = held(keyThat('moments', 'FAILED'));
  const startsAt = after(job.waitSeconds);
  const endsAt = after(job.waitSeconds + job.runSeconds);
  const at = (moment: Date): Sighting => sightingAt(job, moment);
  expect(at(noon)).toMatchObject({ startedAt: null, end: null, waitReason: 'Priority', native: { base: 'PENDING' } });
  expect(at(startsAt)).toMatchObject({ startedAt: startsAt, end: null, native: { base: 'RUNNING' } });
  expect(at(endsAt)).toMatchObject({
    startedAt: startsAt,
    endedAt: endsAt,
    end: {
      state: 'FAILED',
      reason: 'NonZeroExitCode',
      exit: { code: 1, signal: null },
      energyKilowattHours: expect.stringMatching(/^\d+\.\d{6}$/),
    },
  });
  expect([noon, startsAt, endsAt].map((moment) => nextChangeOf(job, moment))).toEqual([startsAt, endsAt, null]);
});

it('writes output that only ever grows, marked as simulated', () => {
  for (const state of ['SUCCEEDED', 'FAILED']) {
    const job = held(keyThat('writer', state));
    let before = { STDOUT: '', STDERR: '' };
    for (let seconds = 0; seconds < job.waitSeconds + job.runSeconds + 2; seconds += 7) {
      const now = {
        STDOUT: simulatedOutput(job, 'STDOUT', after(seconds)),
        STDERR: simulatedOutput(job, 'STDERR', after(seconds)),
      };
      expect(now.STDOUT.startsWith(before.STDOUT) && now.STDERR.startsWith(before.STDERR)).toBe(true);
      before = now;
    }
    const end = simulatedOutput(job, state === 'SUCCEEDED' ? 'STDOUT' : 'STDERR', after(1e6));
    expect(
      end
        .trimEnd()
        .split('\n')
        .every((line) => line.startsWith('[simulated] ')),
    ).toBe(true);
    expect(end).toContain(state === 'SUCCEEDED' ? 'finished' : 'FAILED');
  }
});
