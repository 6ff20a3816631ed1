import { sql } from 'drizzle-orm';
import type { Log } from '../../../lib/log.ts';
import type { Database } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';

const batch = 5_000;

interface Trimmed extends Record<string, unknown> {
  readonly removed: number;
  readonly read: number;
}

/** Takes away one batch of the oldest events that are past their time. True when there may be more. */
async function trimBatch(
  db: Database,
  schema: SubgraphName,
  hours: number,
): Promise<{ removed: number; more: boolean }> {
  const events = sql`${sql.identifier(schema)}.events`;
  const epoch = sql`${sql.identifier(schema)}.log_epoch`;
  return db.transaction(async (tx) => {
    // One at a time; a second process has nothing to do then.
    const [free] = await tx.execute(sql`select from ${epoch} for update skip locked`);
    if (free === undefined) return { removed: 0, more: false };
    // Only a beginning of the log is removed: an old event behind a younger one waits for it, so that the edge is one position.
    const [row] = await tx.execute<Trimmed>(sql`
      with oldest as materialized (
        select tx, seq, bool_and(occurred_at < now() - make_interval(secs => ${hours * 3600})) over (order by tx, seq) as is_past
        from (
          select * from ${events} where tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx, seq limit ${batch}
        ) first_ones
      ), edge as (
        select tx, seq from oldest where is_past order by tx desc, seq desc limit 1
      ), removed as (
        delete from ${events} using edge where (events.tx, events.seq) <= (edge.tx, edge.seq) returning 1
      ), marked as (
        update ${epoch} set trimmed_tx = edge.tx, trimmed_seq = edge.seq from edge
      )
      select (select count(*) from removed)::int as removed, (select count(*) from oldest)::int as read`);
    const removed = row?.removed ?? 0;
    return { removed, more: removed === batch };
  });
}

/** Removes the events that are older than so many hours, and remembers up to where. Gives how many there were. */
export async function trim(db: Database, schema: SubgraphName, hours: number, log: Log): Promise<number> {
  let total = 0;
  for (;;) {
    const { removed, more } = await trimBatch(db, schema, hours);
    total += removed;
    if (!more) break;
  }
  if (total > 0) log.info({ schema, events: total, hours }, 'old events were removed');
  return total;
}
