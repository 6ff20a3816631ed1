import type { Round } from './measureRound.ts';
import type { Measured } from './runWorkload.ts';

/** One line of the table. */
export interface ReportRow extends Round {
  readonly name: string;
  readonly says: string;
  readonly count: number;
  readonly rounds: readonly Round[];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** The median of every figure, each by itself. */
export function reportRow({ contender, count, rounds }: Measured): ReportRow {
  const of = (figure: keyof Round): number => median(rounds.map((round) => round[figure]));
  return {
    name: contender.name,
    says: contender.says,
    count,
    rounds,
    requestsPerSecond: of('requestsPerSecond'),
    cpuMsPerRequest: of('cpuMsPerRequest'),
    p50Ms: of('p50Ms'),
    p99Ms: of('p99Ms'),
    residentMb: of('residentMb'),
    callsPerRequest: of('callsPerRequest'),
    subgraphCpuMsPerCall: of('subgraphCpuMsPerCall'),
    loadCpuMsPerRequest: of('loadCpuMsPerRequest'),
  };
}

const columns = ['gateway', 'requests/s', 'CPU ms/req', 'p50 ms', 'p99 ms', 'RSS MB', 'calls/req'] as const;

/** Ratios are of this gateway and another: how many times its requests, and how many times less CPU. */
function ratios(row: ReportRow, other: ReportRow | undefined): string[] {
  if (other === undefined) return ['-', '-'];
  const rate = row.requestsPerSecond / other.requestsPerSecond;
  const cpu = other.cpuMsPerRequest / row.cpuMsPerRequest;
  return [rate, cpu].map((ratio) => `${ratio.toFixed(ratio < 20 ? 1 : 0)}x`);
}

/** The table, as lines of text. Every name of `against` that is in it becomes two columns. */
export function reportTable(rows: readonly ReportRow[], against: readonly string[]): string[] {
  const others = against.map((name) => rows.find((row) => row.name === name)).filter((row) => row !== undefined);
  const head = [...columns, ...others.flatMap(({ name }) => [`req/s : ${name}`, `CPU : ${name}`])];
  const lines = rows.map((row) => [
    row.name,
    row.requestsPerSecond.toFixed(0),
    row.cpuMsPerRequest.toFixed(3),
    row.p50Ms.toFixed(1),
    row.p99Ms.toFixed(1),
    row.residentMb.toFixed(0),
    row.callsPerRequest.toFixed(2),
    ...others.flatMap((other) => ratios(row, other)),
  ]);
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)));
  const pad = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [pad(head), ...lines.map(pad)];
}
