import { sql } from 'drizzle-orm';
import type { CursorPlace } from '../../../lib/cursor.ts';
import { before } from '../../../lib/position.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';

interface Row extends Record<string, unknown> {
  readonly epoch: string;
  readonly snapshot: string;
  readonly at: Date;
}

/** The place in the log right after everything that is visible now (in a repeatable-read transaction: visible to it). */
export async function presentPlace(
  db: Database | Transaction,
  schema: SubgraphName,
): Promise<{ readonly place: CursorPlace; readonly at: Date }> {
  const [row] = await db.execute<Row>(
    sql`select epoch, pg_current_snapshot()::text as snapshot, clock_timestamp() as at from ${sql.identifier(schema)}.log_epoch`,
  );
  if (row === undefined) throw new Error(`The schema ${schema} has no log; migrate the database`);
  // "xmin:xmax:in,progress"
  const [xmin = '', xmax = '', inProgress = ''] = row.snapshot.split(':');
  const seen = {
    xmax: BigInt(xmax),
    inProgress: new Set(inProgress === '' ? [] : inProgress.split(',').map((tx) => BigInt(tx))),
  };
  return { place: { epoch: row.epoch, position: before(BigInt(xmin)), seen, partial: false }, at: row.at };
}
