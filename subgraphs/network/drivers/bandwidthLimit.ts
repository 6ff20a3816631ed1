import type { Clock } from '../../../lib/clock.ts';

/** Lets bytes through no faster than allowed. */
export interface BandwidthLimit {
  /** How many bytes to ask for at once at most. */
  readonly largestTake: number;
  /** Waits until so many bytes may pass. Rejects with the signal's reason when it aborts first. */
  take(bytes: number, signal: AbortSignal): Promise<void>;
}

const largestChunk = 1_048_576;
const smallestChunk = 512;
/** A limited transfer moves in steps of about this, so that its rate is smooth. */
const stepMs = 100;

/** A token bucket that holds one step: bytes may pass as soon as those before them have been paid for in time. */
export function bandwidthLimit(bitsPerSecond: number | null, clock: Clock): BandwidthLimit {
  if (bitsPerSecond === null) return { largestTake: largestChunk, take: () => Promise.resolve() };
  const bytesPerMs = bitsPerSecond / 8_000;
  const largestTake = Math.min(largestChunk, Math.max(smallestChunk, Math.floor(bytesPerMs * stepMs)));
  /** Milliseconds of the clock at which everything taken so far is paid for. */
  let paidAt = Number.NEGATIVE_INFINITY;
  return {
    largestTake,
    async take(bytes, signal) {
      const now = clock.now().getTime();
      // Time that nobody used is lost, but for one step.
      const from = Math.max(paidAt, now - stepMs);
      paidAt = from + bytes / bytesPerMs;
      if (paidAt > now) await clock.sleep(paidAt - now, signal);
    },
  };
}
