import type { FanoutRow } from './report.ts';

/** A figure that the product sets itself, and what it is now. */
interface Goal {
  readonly says: string;
  readonly value: number;
  /** The least, or the most, that it is to be. */
  readonly bound: { readonly atLeast: number } | { readonly atMost: number };
}

/** The rows of each number of clients that all have one operation. */
export type RowsByClients = ReadonlyMap<number, readonly FanoutRow[]>;

const named = (rows: readonly FanoutRow[], name: string): FanoutRow | undefined =>
  rows.find((row) => row.name === name);

/** The goals at one number of clients, which are those of the largest. */
function goalsAt(clients: number, rows: readonly FanoutRow[]): Goal[] {
  const weft = named(rows, 'weft');
  if (weft === undefined) return [];
  const [naive, raw] = [named(rows, 'naive'), named(rows, 'raw')];
  const at = `${clients} clients: `;
  const goals: Goal[] = [];
  const add = (says: string, value: number, bound: Goal['bound']): void =>
    void goals.push({ says: at + says, value, bound });
  if (naive !== undefined) {
    const rate = weft.deliveriesPerSecond / naive.deliveriesPerSecond;
    add("times the naive server's deliveries a second", rate, { atLeast: 3 });
    add("of the naive server's CPU a delivery", weft.cpuMicrosPerDelivery / naive.cpuMicrosPerDelivery, {
      atMost: 1 / 3,
    });
  }
  if (raw !== undefined) {
    const rate = weft.deliveriesPerSecond / raw.deliveriesPerSecond;
    add("of the raw broadcast's deliveries a second", rate, { atLeast: 0.9 });
  }
  add('microseconds of CPU a delivery', weft.cpuMicrosPerDelivery, { atMost: 16 });
  add('KB of memory a client', weft.residentKbPerClient, { atMost: 12 });
  return goals;
}

/** Whether fetches grow with clients, and Hive Gateway where it takes part. */
function otherGoals(byClients: RowsByClients): Goal[] {
  const goals: Goal[] = [];
  const fetches = [...byClients.values()].flatMap((rows) => named(rows, 'weft')?.fetchesPerEvent ?? []);
  if (fetches.length > 1) {
    const growth = Math.max(...fetches) / Math.min(...fetches);
    goals.push({
      says: 'times the fetches an event, from few clients to many',
      value: growth,
      bound: { atMost: 1.05 },
    });
  }
  for (const [clients, rows] of byClients) {
    const [weft, hive] = [named(rows, 'weft'), named(rows, 'hive')];
    if (weft === undefined || hive === undefined) continue;
    const value = weft.deliveriesPerSecond / hive.deliveriesPerSecond;
    goals.push({ says: `${clients} clients: times Hive Gateway's deliveries a second`, value, bound: { atLeast: 10 } });
  }
  return goals;
}

/** The goals as lines of text, each with what it is now. */
export function goalLines(byClients: RowsByClients): string[] {
  const largest = Math.max(0, ...byClients.keys());
  const goals = [...goalsAt(largest, byClients.get(largest) ?? []), ...otherGoals(byClients)];
  return goals.map(({ says, value, bound }) => {
    const isMet = 'atLeast' in bound ? value >= bound.atLeast : value <= bound.atMost;
    const wanted = 'atLeast' in bound ? `at least ${bound.atLeast}` : `at most ${Number(bound.atMost.toFixed(2))}`;
    return `${isMet ? 'met    ' : 'missed '} ${value.toFixed(2)} ${says} (${wanted})`;
  });
}
