/** How often each latency came; bucket `n` is for tenths of a millisecond from `n` up to `n + 1`. */
export type LatencyCounts = readonly (readonly [bucket: number, count: number])[];

const bucketMicros = 100;
const bucketCount = 300_000; // 30 s

/** Latencies of very many deliveries: counting one changes a number and makes nothing. */
export class Latencies {
  readonly #buckets = new Uint32Array(bucketCount);

  add(micros: number): void {
    const bucket = Math.min(Math.max(0, Math.floor(micros / bucketMicros)), bucketCount - 1);
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
  }

  clear(): void {
    this.#buckets.fill(0);
  }

  counts(): LatencyCounts {
    const counts: (readonly [number, number])[] = [];
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      const count = this.#buckets[bucket] ?? 0;
      if (count > 0) counts.push([bucket, count]);
    }
    return counts;
  }
}

/** The latency in milliseconds that the share of all deliveries had at most, by the nearest rank, to a tenth. Throws without any. */
export function latencyAt(share: number, parts: readonly LatencyCounts[]): number {
  const sorted = parts.flat().sort(([one], [other]) => one - other);
  let left = Math.max(1, Math.ceil(share * sorted.reduce((sum, [, count]) => sum + count, 0)));
  for (const [bucket, count] of sorted) {
    left -= count;
    if (left <= 0) return ((bucket + 1) * bucketMicros) / 1_000;
  }
  throw new Error('There are no latencies');
}
