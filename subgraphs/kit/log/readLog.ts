import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';
import type { NewEvent } from './event.ts';
import type { Position } from './position.ts';

/** An event as it lies in the table. */
export interface StoredEvent extends NewEvent {
  readonly position: Position;
  readonly occurredAt: Date;
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
  /** True when the page is full: more may follow at once. */
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

interface Row extends Record<string, unknown> {
  readonly epoch: string;
  readonly trimmed_tx: string;
  readonly trimmed_seq: string;
  readonly xmin: string;
  readonly xmax: string;
  readonly held_back: boolean;
  readonly read: number;
  readonly tx: string | null;
  readonly seq: string;
  readonly topic: string;
  readonly key: string;
  readonly type: string;
  readonly payload: unknown;
  readonly occurred_at: Date;
}

function arrayText(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

function filterOf({ topics, keys }: LogRange): SQL {
  const byTopic = topics === null ? sql`` : sql` and topic = any(${arrayText(topics)}::text[])`;
  const byKey = keys === null ? sql`` : sql` and key = any(${arrayText(keys)}::text[])`;
  return sql`${byTopic}${byKey}`;
}

/** The statement: always at least one row, so that the state of the log comes along even when there are no events. */
function pageQuery(schema: SubgraphName, range: LogRange): SQL {
  const events = sql`${sql.identifier(schema)}.events`;
  const { after } = range;
  return sql`
    with log as materialized (
      select epoch, trimmed_tx, trimmed_seq, pg_snapshot_xmin(now_seen) as xmin, pg_snapshot_xmax(now_seen) as xmax,
        -- The last one by the index: "exists" would be planned as a scan of the table.
        coalesce((select tx from ${events} order by tx desc, seq desc limit 1) >= pg_snapshot_xmin(now_seen), false) as held_back
      from ${sql.identifier(schema)}.log_epoch, pg_current_snapshot() as now_seen
    )
    select log.epoch, log.trimmed_tx::text, log.trimmed_seq, log.xmin::text, log.xmax::text, log.held_back, page.*
    from log left join lateral (
      select found.tx::text, seq, topic, key, type, payload, occurred_at, count(*) over ()::int as read,
        row_number() over in_order as place,
        sum(octet_length(payload::text)) over in_order - octet_length(payload::text) as bytes_before
      from (
        select * from ${events}
        where (events.tx, events.seq) > (${after.tx.toString()}::xid8, ${after.seq.toString()}::bigint)
          and events.tx < log.xmin${filterOf(range)}
        order by events.tx, events.seq limit ${range.limit}
      ) found
      window in_order as (order by found.tx, seq)
    ) page on page.bytes_before < ${pageBytes}
    order by page.place`;
}

function storedEvent(row: Row, tx: string): StoredEvent {
  const { topic, key, type, payload } = row;
  return { position: { tx: BigInt(tx), seq: BigInt(row.seq) }, topic, key, type, payload, occurredAt: row.occurred_at };
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
    isFull: events.length > 0 && (first.read === range.limit || first.read > events.length),
  };
}
