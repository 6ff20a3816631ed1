import type { LinkReading, LinkTelemetry, MeasuredLink } from './linkTelemetry.ts';
import { seededNoise } from './seededNoise.ts';

const dayMs = 86_400_000;
/** Noise changes this often. */
const slotMs = 10_000;
/** The network lives by the clock of Beijing. */
const hoursAheadOfUtc = 8;
const busiestHour = 15;

/** 0 in the small hours, 1 in the afternoon. */
function timeOfDay(at: Date): number {
  const localMs = at.getTime() + (hoursAheadOfUtc - busiestHour) * 3_600_000;
  return (1 + Math.cos((2 * Math.PI * (localMs % dayMs)) / dayMs)) / 2;
}

/** How much of a link is used in normal operation at the quietest hour and at the busiest, at most 0.9. */
function shareOf(link: MeasuredLink, direction: 'in' | 'out', seed: number, at: Date): number {
  const quiet = 0.05 + 0.15 * seededNoise(seed, link.id, direction, 'quiet');
  const rise = 0.15 + 0.35 * seededNoise(seed, link.id, direction, 'rise');
  const noise = seededNoise(seed, link.id, direction, Math.floor(at.getTime() / slotMs)) - 0.5;
  return Math.max(0.001, quiet + rise * timeOfDay(at) + 0.1 * noise);
}

/** How much of its usual load a link has in a state. */
function activityIn(state: string): number {
  switch (state) {
    case 'UP':
    case 'DEGRADED':
      return 1;
    case 'TESTING':
      return 0.1;
    default:
      return 0;
  }
}

/** Loads that nobody measured: a function of the seed, the link and the time, with a daily rhythm. */
export function simulatedTelemetry(options: { readonly seed: number }): LinkTelemetry {
  const readingOf = (link: MeasuredLink, at: Date): LinkReading => {
    const scale = (link.capacityBps ?? 1e9) * activityIn(link.state);
    const load = (direction: 'in' | 'out'): number => Math.round(scale * shareOf(link, direction, options.seed, at));
    return { linkId: link.id, inBps: load('in'), outBps: load('out') };
  };
  return { measure: (links, at) => Promise.resolve(links.map((link) => readingOf(link, at))) };
}
