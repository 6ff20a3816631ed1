import { createHash } from 'node:crypto';

/** A number from 0 to 1 (exclusive) that is always the same for the same seed and names, and otherwise looks like chance. */
export function seededNoise(seed: number, ...names: readonly (string | number)[]): number {
  const digest = createHash('sha256')
    .update(JSON.stringify([seed, ...names]))
    .digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}
