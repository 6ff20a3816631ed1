import type { BigIntStats } from 'node:fs';

/** What a file looks like from outside: its size, when it was written, and which file it is. */
export function sourceStamp({ size, mtimeNs, ino }: BigIntStats): string {
  return `${size}:${mtimeNs}:${ino}`;
}

/** As `sourceStamp`, and when anything about it changed: the time of writing is set by us, this one by the system. */
export function destinationStamp(stats: BigIntStats): string {
  return `${sourceStamp(stats)}:${stats.ctimeNs}`;
}
