import { type SQL, sql } from 'drizzle-orm';
import { before, later, type Position } from '../../../lib/position.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';
import type { NewEvent } from './event.ts';

/** An event as it lies in the table. */
export interface StoredEvent extends NewEvent {
  readonly position: Position;
  readonly occurredAt: Date;
  readonly payloadBytes: number;
}

/** A stretch of a log, read in one statement and therefore from one moment. */
export interface LogPage {
  readonly epoch: string;
  /** Retention took away events up to here. */
  readonly trimmedTo: Position;
  /** Every transaction below it has ended: nothing new can appear there. */
  readonly xmin: bigint;
  /** One above the highest transaction that has ended. */
  readonly xmax: bigint;
  /** True when committed events are not given out yet, because an older transaction is still open. */
  readonly heldBack: boolean;
  readonly events: readonly StoredEvent[];
  /** Everything up to here was read; what did not match lies behind as well. */
  readonly end: Position;
  /** True when more may follow at once. */
  readonly isFull: boolean;
}

/** What to read. */
export interface LogRange {
  readonly after: Position;
  /** Null: all. */
  readonly topics: readonly string[] | null;
  readonly keys: readonly string[] | null;
  readonly limit: number;
}

/** Payload bytes of one page, beyond which it ends early; one event is always given. */
const pageBytes = 4 * 1_048_576;
/**
 * Rows that one statement looks at for matches. Bounds its work, and keeps the planner on the index in the order of the log: with
 * the filter and the limit alone it may scan and sort the whole table for each page.
 */
const scannedRows = 2_000;

interface Row extends Record<string, unknown> {
  readonly epoch: string;
  readonly trimmed_tx: string;
  readonly trimmed_seq: string;
  readonly xmin: string;
  readonly xmax: string;
  readonly held_back: boolean;
  readonly scanned: number;
  readonly scanned_tx: string | null;
  readonly scanned_seq: string;
  readonly matched: number;
  readonly tx: string | null;
  readonly seq: string;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly payload: unknown;
  readonly occurred_at: Date;
  readonly payload_bytes: number;
}

function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function isOneOf(column: 'topic' | 'key', values: readonly string[] | null): SQL {
  return values === null ? sql`true` : sql`${sql.identifier(column)} = any(${arrayText(values)}::text[])`;
}

/** How many rows to look at: with no topics to choose, each is a match; with keys, the index of keys gives little else. */
function rowsToScan({ topics, limit }: LogRange): number {
  return topics === null || limit === 0 ? limit : Math.max(scannedRows, limit);
}

/** The statement: always at least one row, so that the state of the log comes along even when there are no events. */
function pageQuery(schema: SubgraphName, range: LogRange): SQL {
  const events = sql`${sql.identifier(schema)}.events`;
  const { after, topics, keys, limit } = range;
  return sql`
    with log as materialized (
      select epoch, trimmed_tx, trimmed_seq, pg_snapshot_xmin(now_seen) as xmin, pg_snapshot_xmax(now_seen) as xmax,
        -- The last one by the index: "exists" would be planned as a scan of the table.
        coalesce((select tx from ${events} order by tx desc, seq desc limit 1) >= pg_snapshot_xmin(now_seen), false) as held_back
      -- The planner, which knows nothing of a table of one row, is told that there is one.
      from (select * from ${sql.identifier(schema)}.log_epoch limit 1) as the_log, pg_current_snapshot() as now_seen
    ), scan as materialized (
      select row.* from log cross join lateral (
        select * from ${events}
        where (events.tx, events.seq) > (${after.tx.toString()}::xid8, ${after.seq.toString()}::bigint)
          and events.tx < log.xmin and ${isOneOf('key', keys)}
        order by events.tx, events.seq limit ${rowsToScan(range)}
      ) row
    ), page as (
      select found.tx::text, seq, topic, key, type, payload, occurred_at, count(*) over ()::int as matched,
        row_number() over in_order as place, payload_bytes,
        sum(payload_bytes) over in_order - payload_bytes as bytes_before
      from (select *, octet_length(payload::text) as payload_bytes from scan where ${isOneOf('topic', topics)} order by scan.tx, scan.seq limit ${limit}) found
      window in_order as (order by found.tx, seq)
    )
    select log.epoch, log.trimmed_tx::text, log.trimmed_seq, log.xmin::text, log.xmax::text, log.held_back,
      (select count(*)::int from scan) as scanned, last_row.tx::text as scanned_tx, last_row.seq as scanned_seq, page.*
    from log
      left join lateral (select tx, seq from scan order by scan.tx desc, scan.seq desc limit 1) last_row on true
      left join page on page.bytes_before < ${pageBytes}
    order by page.place`;
}

function storedEvent(row: Row, tx: string): StoredEvent {
  const { topic, key, type, payload, occurred_at: occurredAt, payload_bytes: payloadBytes } = row;
  return { position: { tx: BigInt(tx), seq: BigInt(row.seq) }, topic, key, type, payload, occurredAt, payloadBytes };
}

/** Up to where the statement has read, and whether the log goes on there. */
function endOf(row: Row, range: LogRange, events: readonly StoredEvent[]): Pick<LogPage, 'end' | 'isFull'> {
  const last = events.at(-1);
  // Cut by the limit or by its bytes: there may be further matches among what was looked at.
  if (last !== undefined && (events.length === range.limit || events.length < row.matched))
    return { end: last.position, isFull: true };
  if (range.limit > 0 && row.scanned_tx !== null && row.scanned === rowsToScan(range))
    return { end: { tx: BigInt(row.scanned_tx), seq: BigInt(row.scanned_seq) }, isFull: true };
  return { end: later(range.after, before(BigInt(row.xmin))), isFull: false };
}

/** Reads the next events of a schema's log that are final, in order. */
export async function readLog(db: Database | Transaction, schema: SubgraphName, range: LogRange): Promise<LogPage> {
  const rows = await db.execute<Row>(pageQuery(schema, range));
  const [first] = rows;
  if (first === undefined) throw new Error(`The schema ${schema} has no log; migrate the database`);
  const events: StoredEvent[] = [];
  for (const row of rows) if (row.tx !== null) events.push(storedEvent(row, row.tx));
  return {
    epoch: first.epoch,
    trimmedTo: { tx: BigInt(first.trimmed_tx), seq: BigInt(first.trimmed_seq) },
    xmin: BigInt(first.xmin),
    xmax: BigInt(first.xmax),
    heldBack: first.held_back,
    events,
    ...endOf(first, range, events),
  };
}
