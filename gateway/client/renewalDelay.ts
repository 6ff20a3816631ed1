import type { LiveTimes } from './liveTimes.ts';

/** In how many milliseconds a token that expires in so many is to be renewed: in time, and never over and over. Null: it does not expire. */
export function renewalDelay(expiresInMs: number | null, { renewBeforeMs, retryMinMs }: LiveTimes): number | null {
  if (expiresInMs === null) return null;
  const delayMs = Math.max(expiresInMs - renewBeforeMs, expiresInMs / 2, retryMinMs);
  return Math.min(delayMs, 2 ** 31 - 1); // a timer cannot wait longer; then it is looked at again
}
