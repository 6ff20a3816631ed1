import type { FanoutRound, MeasuredServer } from './runWorkload.ts';

/** One line of the table: medians of the rounds, each figure by itself. */
export interface FanoutRow extends FanoutRound, Pick<MeasuredServer, 'residentKbPerClient' | 'streams' | 'rounds'> {
  readonly name: string;
  readonly says: string;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function fanoutRow({ contender, residentKbPerClient, streams, rounds }: MeasuredServer): FanoutRow {
  const of = (figure: keyof FanoutRound): number => median(rounds.map((round) => round[figure]));
  return {
    name: contender.name,
    says: contender.says,
    residentKbPerClient,
    streams,
    rounds,
    deliveriesPerSecond: of('deliveriesPerSecond'),
    cpuMicrosPerDelivery: of('cpuMicrosPerDelivery'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    fetchesPerEvent: of('fetchesPerEvent'),
    skipped: of('skipped'),
    clientsCpuMicrosPerDelivery: of('clientsCpuMicrosPerDelivery'),
  };
}

const columns: readonly (readonly [title: string, cell: (row: FanoutRow) => string])[] = [
  ['server', ({ name }) => name],
  ['deliveries/s', ({ deliveriesPerSecond }) => deliveriesPerSecond.toFixed(0)],
  ['CPU us/delivery', ({ cpuMicrosPerDelivery }) => cpuMicrosPerDelivery.toFixed(1)],
  ['p50 ms', ({ p50Ms }) => p50Ms.toFixed(1)],
  ['p99 ms', ({ p99Ms }) => p99Ms.toFixed(1)],
  ['KB/client', ({ residentKbPerClient }) => residentKbPerClient.toFixed(1)],
  ['streams', ({ streams }) => String(streams)],
  ['fetches/event', ({ fetchesPerEvent }) => fetchesPerEvent.toFixed(2)],
  ['skipped', ({ skipped }) => skipped.toFixed(0)],
];

/** The table as lines of text, with how many times the deliveries, and how many times less CPU, Weft has of each other server. */
export function fanoutTable(rows: readonly FanoutRow[]): string[] {
  const weft = rows.find(({ name }) => name === 'weft');
  const ratios = (row: FanoutRow): string[] => {
    if (weft === undefined || row === weft) return ['', ''];
    const rate = weft.deliveriesPerSecond / row.deliveriesPerSecond;
    const cpu = row.cpuMicrosPerDelivery / weft.cpuMicrosPerDelivery;
    return [rate, cpu].map((ratio) => `${ratio.toFixed(ratio < 20 ? 2 : 0)}x`);
  };
  const head = [...columns.map(([title]) => title), 'weft : it', 'CPU it : weft'];
  const lines = rows.map((row) => [...columns.map(([, cell]) => cell(row)), ...ratios(row)]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [pad(head), ...lines.map(pad)];
}
