import { sql } from 'drizzle-orm';
import type { Log } from '../../../lib/log.ts';
import type { Database } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';

const batch = 5_000;
/** Repetitions are recognised for at least this long, however short the events are kept. */
const shortestIdempotencyHours = 24;

/** The consumer that is furthest behind; events that it has not handled are kept for it. */
interface Slowest extends Record<string, unknown> {
  readonly consumer: string;
  readonly tx: string;
  readonly seq: string;
  readonly updated_at: Date;
}

async function slowestConsumer(db: Database, source: SubgraphName): Promise<Slowest | null> {
  const readers = await db.execute<{ schema: string }>(sql`
    select n.nspname as schema from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relname = 'consumer_positions' and c.relkind = 'r'
      and has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')`);
  const positions = readers.map(
    ({ schema }) =>
      sql`select ${schema}::text || '.' || consumer as consumer, tx, seq, updated_at from ${sql.identifier(schema)}.consumer_positions where source = ${source}`,
  );
  if (positions.length === 0) return null;
  const [slowest] = await db.execute<Slowest>(sql`
    select consumer, tx::text, seq, updated_at from (${sql.join(positions, sql` union all `)}) as reader
    order by reader.tx, reader.seq limit 1`);
  return slowest ?? null;
}

interface Trimmed extends Record<string, unknown> {
  readonly removed: number;
  readonly is_held: boolean;
}

/** Takes away one batch of the oldest events that are past their time, up to the slowest consumer. */
async function trimBatch(
  db: Database,
  schema: SubgraphName,
  hours: number,
  slowest: Slowest | null,
): Promise<{ readonly removed: number; readonly isHeld: boolean }> {
  const events = sql`${sql.identifier(schema)}.events`;
  const epoch = sql`${sql.identifier(schema)}.log_epoch`;
  const isHandled =
    slowest === null ? sql`true` : sql`(tx, seq) <= (${slowest.tx}::xid8, ${String(slowest.seq)}::bigint)`;
  return db.transaction(async (tx) => {
    // One at a time; a second process has nothing to do then.
    const [free] = await tx.execute(sql`select from ${epoch} for update skip locked`);
    if (free === undefined) return { removed: 0, isHeld: false };
    // Only a beginning of the log is removed: an old event behind a younger one waits for it, so that the edge is one position.
    const [row] = await tx.execute<Trimmed>(sql`
      with oldest as materialized (
        select tx, seq, ${isHandled} as is_handled,
          bool_and(occurred_at < now() - make_interval(secs => ${hours * 3600})) over (order by tx, seq) as is_past
        from (
          select * from ${events} where tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx, seq limit ${batch}
        ) first_ones
      ), edge as (
        select tx, seq from oldest where is_past and is_handled order by tx desc, seq desc limit 1
      ), removed as (
        delete from ${events} using edge where (events.tx, events.seq) <= (edge.tx, edge.seq) returning 1
      ), marked as (
        update ${epoch} set trimmed_tx = edge.tx, trimmed_seq = edge.seq from edge
      )
      select (select count(*) from removed)::int as removed,
        exists (select from oldest where is_past and not is_handled) as is_held`);
    return { removed: row?.removed ?? 0, isHeld: row?.is_held ?? false };
  });
}

/**
 * Removes the events that are older than so many hours and remembers up to where, but none that a consumer has still to handle:
 * it is named in the log when it holds events back. Removes keys of old mutations too. Gives how many events there were.
 */
export async function trim(db: Database, schema: SubgraphName, hours: number, log: Log): Promise<number> {
  const slowest = await slowestConsumer(db, schema);
  let total = 0;
  for (;;) {
    const { removed, isHeld } = await trimBatch(db, schema, hours, slowest);
    total += removed;
    if (isHeld && slowest !== null) {
      const { consumer, updated_at: lastMoved } = slowest;
      log.warn(
        { schema, consumer, lastMoved },
        'old events are kept for a consumer; remove its position if it is gone',
      );
    }
    if (removed < batch) break;
  }
  if (total > 0) log.info({ schema, events: total, hours }, 'old events were removed');
  const keyHours = Math.max(hours, shortestIdempotencyHours);
  await db.execute(
    sql`delete from idempotency_keys where created_at < now() - make_interval(secs => ${keyHours * 3600})`,
  );
  return total;
}
