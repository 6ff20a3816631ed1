import type { JobResourcesValue } from './jobRow.ts';

/** What of a job its usage follows from. */
export interface UsageFacts extends JobResourcesValue {
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  readonly cpuSeconds: number | null;
  readonly maxMemoryMebibytes: number | null;
  readonly energyKilowattHours: string | null;
}

/** What a job has used. Hours are exact decimals, rounded to millionths. */
export interface JobUsageValue {
  readonly coreHours: string;
  readonly acceleratorHours: string;
  readonly nodeHours: string;
  readonly wallSeconds: number;
  readonly cpuSeconds: number | null;
  readonly maxMemoryMebibytes: number | null;
  readonly cpuEfficiencyPercent: number | null;
  readonly memoryEfficiencyPercent: number | null;
  readonly energyKilowattHours: string | null;
}

const msPerHour = 3_600_000n;
const millionth = 1_000_000n;

/** `amount` for so many milliseconds, in hours with six decimals, rounded half up. */
function hoursText(amount: number, ms: number): string {
  const millionths = (BigInt(amount) * BigInt(ms) * millionth + msPerHour / 2n) / msPerHour;
  return `${millionths / millionth}.${(millionths % millionth).toString().padStart(6, '0')}`;
}

function percent(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((part / whole) * 10_000) / 100 : null;
}

/** What a job has used: of one that runs, until `now`; null when it has not started. */
export function usageOf(job: UsageFacts, now: Date): JobUsageValue | null {
  const { startedAt, cpuSeconds, maxMemoryMebibytes, memoryMebibytes } = job;
  if (startedAt === null) return null;
  // Clocks of different machines may differ: nobody uses less than nothing.
  const wallMs = Math.max(0, (job.endedAt ?? now).getTime() - startedAt.getTime());
  const wallSeconds = wallMs / 1_000;
  const hasMemory = maxMemoryMebibytes !== null && memoryMebibytes !== null;
  return {
    coreHours: hoursText(job.cores, wallMs),
    acceleratorHours: hoursText(job.accelerators, wallMs),
    nodeHours: hoursText(job.nodes, wallMs),
    wallSeconds,
    cpuSeconds,
    maxMemoryMebibytes,
    cpuEfficiencyPercent: cpuSeconds === null ? null : percent(cpuSeconds, wallSeconds * job.cores),
    memoryEfficiencyPercent: hasMemory ? percent(maxMemoryMebibytes, memoryMebibytes) : null,
    energyKilowattHours: job.energyKilowattHours,
  };
}
