import type { Sighting } from '../scheduler.ts';
import type { SimulatedPlan } from './simulatedPlan.ts';

/** A job that the simulation holds. */
export interface SimulatedJob extends SimulatedPlan {
  readonly key: string;
  readonly number: number;
  readonly name: string;
  readonly cores: number;
  readonly queuedAt: Date;
  readonly cancelledAt: Date | null;
}

/** The moments in the life of a job, as far as they are decided. */
interface Moments {
  readonly startsAt: Date;
  readonly endsAt: Date;
  /** True when it ends by a cancellation and not as planned. */
  readonly isCut: boolean;
}

function momentsOf({ queuedAt, waitSeconds, runSeconds, cancelledAt }: SimulatedJob): Moments {
  const startsAt = new Date(queuedAt.getTime() + Math.round(waitSeconds * 1_000));
  const plannedEnd = new Date(startsAt.getTime() + Math.round(runSeconds * 1_000));
  const isCut = cancelledAt !== null && cancelledAt < plannedEnd;
  return { startsAt, endsAt: isCut ? cancelledAt : plannedEnd, isCut };
}

/** Whether the job ever starts: one that is cancelled in the very moment of its start has started. */
function runs(job: SimulatedJob): boolean {
  const { startsAt, endsAt } = momentsOf(job);
  return job.runSeconds > 0 && startsAt <= endsAt;
}

function energyOf(job: SimulatedJob, ranSeconds: number): string {
  return ((job.end.wattsPerCore * job.cores * ranSeconds) / 3_600_000).toFixed(6);
}

function endOf(job: SimulatedJob, ranSeconds: number | null, isCut: boolean): Sighting['end'] {
  const { end, cores } = job;
  const used =
    ranSeconds === null
      ? { cpuSeconds: null, maxMemoryMebibytes: null, energyKilowattHours: null }
      : {
          cpuSeconds: Number((ranSeconds * cores * end.cpuEfficiency).toFixed(2)),
          maxMemoryMebibytes: end.maxMemoryMebibytes,
          energyKilowattHours: energyOf(job, ranSeconds),
        };
  if (isCut) return { state: 'CANCELLED', reason: null, exit: null, ...used };
  const exit = end.exitCode === null ? null : { code: end.exitCode, signal: null };
  return { state: end.state, reason: end.reason, exit, ...used };
}

const bases = {
  SUCCEEDED: 'COMPLETED',
  FAILED: 'FAILED',
  CANCELLED: 'CANCELLED',
  TIMED_OUT: 'TIMEOUT',
  OUT_OF_MEMORY: 'OUT_OF_MEMORY',
  NODE_FAILED: 'NODE_FAIL',
  PREEMPTED: 'PREEMPTED',
  DEADLINE_MISSED: 'DEADLINE',
  BOOT_FAILED: 'BOOT_FAIL',
} as const;

/** The job as the simulation sees it at a moment: a function of what it holds and of the time, and of nothing else. */
export function sightingAt(job: SimulatedJob, now: Date): Sighting {
  const { key, queuedAt } = job;
  const { startsAt, endsAt, isCut } = momentsOf(job);
  const hasEnded = endsAt <= now;
  const startedAt = startsAt <= now && runs(job) ? startsAt : null;
  const ranSeconds = startedAt === null ? null : (endsAt.getTime() - startedAt.getTime()) / 1_000;
  const end = hasEnded ? endOf(job, ranSeconds, isCut) : null;
  const base = end !== null ? bases[end.state] : startedAt === null ? 'PENDING' : 'RUNNING';
  const waitReason = startedAt === null && end === null ? 'Priority' : null;
  const reason = end?.reason ?? waitReason;
  return {
    key,
    queuedAt,
    startedAt,
    endedAt: end === null ? null : endsAt,
    end,
    waitReason,
    native: { id: String(job.number), base, flags: [], raw: base, reason },
  };
}

/** When the job changes next, after `now`; null when it has ended. */
export function nextChangeOf(job: SimulatedJob, now: Date): Date | null {
  const { startsAt, endsAt } = momentsOf(job);
  if (endsAt <= now) return null;
  return startsAt > now && runs(job) ? startsAt : endsAt;
}
