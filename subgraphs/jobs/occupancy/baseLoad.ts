import { chance } from '../drivers/simulated/simulatedPlan.ts';
import type { KnownPartition } from '../known/knownCenter.ts';

/** What others do on a simulated partition, so that it looks like one in use. */
export interface BaseLoad {
  readonly nodesAllocated: number;
  readonly nodesDown: number;
  readonly running: number;
  readonly pending: number;
}

/** How long a load stays as it is. */
const bucketMs = 15_000;
const dayMs = 86_400_000;

/** The load of a moment: a function of the seed, the partition and the time, and of nothing else. */
export function baseLoad(seed: number, { id, nodes }: KnownPartition, now: Date): BaseLoad {
  const part = (purpose: string): number => chance(seed, `${id}:${purpose}`);
  // Partitions change at different times, so that they do not all tell of it at once.
  const bucket = Math.floor(now.getTime() / bucketMs + part('phase'));
  const timeOfDay = (now.getTime() % dayMs) / dayMs;
  const wave = Math.sin(2 * Math.PI * (timeOfDay + part('peak')));
  const share = 0.62 + 0.18 * part('usual') + 0.1 * wave + 0.04 * (part(`now:${bucket}`) - 0.5);
  const nodesDown = Math.round(nodes * 0.02 * part('down'));
  const nodesAllocated = Math.min(nodes - nodesDown, Math.round(nodes * share));
  return {
    nodesAllocated,
    nodesDown,
    running: Math.round(nodesAllocated / (2 + 3 * part('size'))),
    pending: Math.round(nodes * 0.15 * share * part(`queue:${bucket}`)),
  };
}
