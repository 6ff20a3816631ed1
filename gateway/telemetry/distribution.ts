import type { Histogram, Registry } from 'prom-client';
import type { MetricRow } from './metricTable.ts';

/** A histogram in which observing allocates nothing. */
export interface Distribution {
  /** In the unit of the table. What is not a number is left out. */
  observe(value: number): void;
}

/** Puts a histogram of the table, without labels, into the registry. */
export function distribution(registry: Registry, { name, help, buckets = [] }: MetricRow): Distribution {
  const bounds = Float64Array.from(buckets);
  const counts = new Float64Array(bounds.length + 1);
  let sum = 0;
  const values = () => {
    let count = 0;
    const cumulative = Array.from(counts, (inBucket, index) => {
      count += inBucket;
      return {
        metricName: `${name}_bucket`,
        labels: { le: index < bounds.length ? `${bounds[index]}` : '+Inf' },
        value: count,
      };
    });
    return [
      ...cumulative,
      { metricName: `${name}_sum`, labels: {}, value: sum },
      { metricName: `${name}_count`, labels: {}, value: count },
    ];
  };
  // What a registry wants of a metric is its name and `get`; the library's own histogram makes objects with each observation.
  const metric = { name, get: async () => ({ name, help, type: 'histogram', aggregator: 'sum', values: values() }) };
  registry.registerMetric(metric as unknown as Histogram);
  return {
    observe(value) {
      if (!Number.isFinite(value)) return;
      let index = 0;
      while (index < bounds.length && value > (bounds[index] as number)) index += 1;
      counts[index] = (counts[index] as number) + 1;
      sum += value;
    },
  };
}
