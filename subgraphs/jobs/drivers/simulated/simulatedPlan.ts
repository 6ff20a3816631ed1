import { createHash } from 'node:crypto';
import type { ReasonCode } from '../../job/jobReason.ts';
import type { TerminalState } from '../../job/jobState.ts';
import type { SchedulerJob } from '../scheduler.ts';

/** How a simulated job will end, unless it is cancelled. */
export interface SimulatedEnd {
  readonly state: TerminalState;
  readonly reason: ReasonCode | null;
  readonly exitCode: number | null;
  /** Of all its cores. */
  readonly cpuEfficiency: number;
  readonly maxMemoryMebibytes: number;
  readonly wattsPerCore: number;
}

/** What will become of a simulated job. */
export interface SimulatedPlan {
  readonly waitSeconds: number;
  readonly runSeconds: number;
  readonly end: SimulatedEnd;
}

/** A number from 0 up to 1: the same for the same seed and purpose. */
export function chance(seed: number | string, purpose: string): number {
  return createHash('sha256').update(`${seed}:${purpose}`).digest().readUInt32BE(0) / 2 ** 32;
}

const longestWaitSeconds = 30;
const mebibytesPerCore = 2_048;

/** Of a hundred jobs, 86 succeed, 8 fail, 4 need more time than they have, 2 lose their node. */
function endOf(luck: number): Pick<SimulatedEnd, 'state' | 'reason' | 'exitCode'> {
  if (luck < 0.86) return { state: 'SUCCEEDED', reason: null, exitCode: 0 };
  if (luck < 0.94) return { state: 'FAILED', reason: 'NonZeroExitCode', exitCode: 1 };
  if (luck < 0.98) return { state: 'TIMED_OUT', reason: 'TimeLimit', exitCode: null };
  return { state: 'NODE_FAILED', reason: 'NodeDown', exitCode: null };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Plans a job: a function of the seed, its key and what it asks for, and of nothing else. */
export function simulatedPlan(
  seed: number,
  job: Pick<SchedulerJob, 'key' | 'cores' | 'memoryMebibytes' | 'timeLimitSeconds'>,
): SimulatedPlan {
  const { key, cores, memoryMebibytes, timeLimitSeconds } = job;
  const part = (purpose: string): number => chance(seed, `${key}:${purpose}`);
  const end = endOf(part('end'));
  const share = end.state === 'TIMED_OUT' ? 1 : 0.05 + 0.85 * part('run');
  return {
    waitSeconds: round(1 + (longestWaitSeconds - 1) * part('wait'), 3),
    runSeconds: round(Math.max(Math.min(1, timeLimitSeconds), share * timeLimitSeconds), 3),
    end: {
      ...end,
      cpuEfficiency: round(0.55 + 0.43 * part('efficiency'), 4),
      maxMemoryMebibytes: round((memoryMebibytes ?? cores * mebibytesPerCore) * (0.2 + 0.7 * part('memory')), 1),
      wattsPerCore: round(4 + 4 * part('power'), 2),
    },
  };
}
