import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import type { OpenDatabase } from '../../subgraphs/kit/database/database.ts';
import { type EventLog, openEventLog } from '../../subgraphs/kit/log/eventLog.ts';
import { type TestDatabase, testDatabase } from '../kit/database.ts';

const processes = 4;
const totalEvents = 100_000;
const topics = ['job'];
const children = new Set<ChildProcess>();

let database: TestDatabase;
let jobs: OpenDatabase;
let events: EventLog;

beforeAll(async () => {
  database = await testDatabase([{ name: 'jobs', migrations: new URL('./none/', import.meta.url) }]);
  jobs = database.open('jobs', { max: 8 });
  await jobs.sql`create table counter (key text primary key, n int not null)`;
  await jobs.sql`insert into counter select 'key ' || i, 0 from generate_series(0, 39) i`;
  events = await openEventLog(jobs.db, { log: silentLog });
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await events.close();
  await database[Symbol.asyncDispose]();
});

function startChild(name: string, args: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(`./${name}.child.ts`, import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

async function runWriters(): Promise<void> {
  const share = String(totalEvents / processes);
  const writers = Array.from({ length: processes }, (_, seed) =>
    startChild('eventLogWriter', [database.adminUrl, String(seed), share]),
  );
  const exits = await Promise.all(writers.map((writer) => once(writer, 'exit')));
  expect(exits.map(([code]) => code)).toEqual(writers.map(() => 0));
}

/** What a reader has been given: of each key the last number, and what was wrong with it. */
class Received {
  count = 0;
  readonly faults: string[] = [];
  readonly #last = new Map<string, number>();

  add(key: string, n: number): void {
    const expected = (this.#last.get(key) ?? 0) + 1;
    if (n !== expected && this.faults.length < 10) this.faults.push(`${key}: ${n} came where ${expected} was due`);
    this.#last.set(key, n);
    this.count += 1;
  }
}

/** Reads in this process, leaving and coming back with the last cursor after every so many events. */
async function readAndLeave(start: string, stay: number): Promise<Received> {
  const received = new Received();
  let cursor = start;
  const { signal } = new AbortController();
  while (received.count < totalEvents) {
    const until = Math.min(totalEvents, received.count + stay);
    for await (const event of events.follow({ after: cursor, topics, signal })) {
      received.add(event.key, (event.payload as { readonly n: number }).n);
      ({ cursor } = event);
      if (received.count === until) break;
    }
  }
  return received;
}

/** Reads in a process that is killed after every so many events; the next continues after the last line that came whole. */
async function readAndDie(start: string, life: number): Promise<Received> {
  const received = new Received();
  let cursor = start;
  while (received.count < totalEvents) {
    const reader = startChild('eventLogReader', [database.adminUrl, cursor]);
    const until = Math.min(totalEvents, received.count + life);
    if (reader.stdout === null) throw new Error('The reader has no output');
    for await (const line of createInterface({ input: reader.stdout })) {
      const [key, n, after] = JSON.parse(line) as [string, number, string];
      received.add(key, n);
      cursor = after;
      if (received.count === until) break;
    }
    const ended = once(reader, 'exit');
    reader.kill('SIGKILL');
    await ended;
  }
  return received;
}

/** The reader that everybody writes first: what has a higher number than the last one seen. */
async function readNaively(areWritersDone: () => boolean): Promise<number> {
  let [seen, last] = [0, '0'];
  for (;;) {
    const isLastRound = areWritersDone();
    const rows = await jobs.sql<{ seq: string }[]>`
      select seq from events, pg_sleep(0.005) where seq > ${last} order by seq limit 2000`;
    seen += rows.length;
    last = rows.at(-1)?.seq ?? last;
    if (rows.length === 0 && isLastRound) return seen;
  }
}

describe('the event log under 16 writers that hold and roll back transactions', () => {
  it('loses nothing, repeats nothing and keeps the order of each key, while a reader of "seq > last" loses events', async () => {
    await jobs.sql`create index on events (seq)`;
    const { cursor } = await events.snapshot(() => Promise.resolve());
    let areDone = false;
    const writing = runWriters().then(() => {
      areDone = true;
    });
    const readers = Promise.all([readAndLeave(cursor, 7_919), readAndLeave(cursor, 1_009), readAndDie(cursor, 30_000)]);
    const [naive, received] = await Promise.all([readNaively(() => areDone), readers, writing]);
    for (const { count, faults } of received) expect({ count, faults }).toEqual({ count: totalEvents, faults: [] });
    const [written] = await jobs.sql<{ n: number }[]>`select sum(n)::int as n from counter`;
    expect(written?.n).toBe(totalEvents);
    // The control: it proves that this run had what a wrong reader falls for.
    expect(totalEvents - naive).toBeGreaterThan(0);
  }, 120_000);
});
