import type { PriceUnit } from '../price/price.enum.ts';
import type { JobEnded, JobSubmitted } from './jobEvents.ts';

const secondsPerHour = 3_600n;
const millionths = 1_000_000n;

/** `count` things for so many seconds, in hours with six decimals, rounded up so that a hold is never too small. */
function hoursText(count: bigint, seconds: bigint): string {
  const parts = (count * seconds * millionths + secondsPerHour - 1n) / secondsPerHour;
  return `${parts / millionths}.${String(parts % millionths).padStart(6, '0')}`;
}

/** The most of a unit that a job may use: what it asked for, for as long as it may run. */
export function mostOf(unit: PriceUnit, { resources }: JobSubmitted): string {
  const { cores, nodes, accelerators, memoryMebibytes, timeLimitSeconds } = resources;
  const seconds = BigInt(timeLimitSeconds);
  switch (unit) {
    case 'CORE_HOUR':
      return hoursText(BigInt(cores), seconds);
    case 'NODE_HOUR':
      return hoursText(BigInt(nodes), seconds);
    case 'ACCELERATOR_HOUR':
      return hoursText(BigInt(accelerators), seconds);
    case 'MEMORY_GIBIBYTE_HOUR':
      return hoursText(BigInt(Math.ceil((memoryMebibytes ?? 0) / 1024)), seconds);
  }
}

/** How much of a unit a job has used. Memory is not measured by the hour yet, and costs nothing. */
export function usedOf(unit: PriceUnit, usage: NonNullable<JobEnded['usage']>): string {
  switch (unit) {
    case 'CORE_HOUR':
      return usage.coreHours;
    case 'NODE_HOUR':
      return usage.nodeHours;
    case 'ACCELERATOR_HOUR':
      return usage.acceleratorHours;
    case 'MEMORY_GIBIBYTE_HOUR':
      return '0';
  }
}
