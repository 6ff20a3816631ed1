import { Counter, Gauge, type Registry } from 'prom-client';
import type { MetricRow } from './metricTable.ts';

/** A number that is counted by changing it. It is read when metrics are asked for: a count of the library's looks up its labels each time. */
export interface Tally {
  value: number;
}

/** Puts a counter or gauge of the table into the registry. Gives its tallies by the values of its labels, in the table's order. */
export function tallies(registry: Registry, row: MetricRow): (...labels: readonly string[]) => Tally {
  const known = new Map<string, { readonly labels: Readonly<Record<string, string>>; readonly tally: Tally }>();
  const report = (metric: Counter | Gauge): void => {
    metric.reset();
    for (const { labels, tally } of known.values()) metric.inc(labels, tally.value);
  };
  const Metric = row.type === 'gauge' ? Gauge : Counter;
  new Metric({
    name: row.name,
    help: row.help,
    labelNames: [...row.labels],
    registers: [registry],
    collect() {
      report(this);
    },
  });
  return (...values) => {
    const key = values.join('\n');
    const found = known.get(key);
    if (found !== undefined) return found.tally;
    const tally: Tally = { value: 0 };
    known.set(key, { labels: Object.fromEntries(row.labels.map((name, index) => [name, values[index] ?? ''])), tally });
    return tally;
  };
}
