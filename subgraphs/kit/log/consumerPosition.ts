import { sql } from 'drizzle-orm';
import { origin, type Position } from '../../../lib/position.ts';
import type { Database, Transaction } from '../database/database.ts';
import type { SubgraphName } from '../subgraphName.ts';

/** Which consumer of the own schema, reading which other. */
export interface ConsumerIdentity {
  readonly name: string;
  readonly source: SubgraphName;
}

interface Row extends Record<string, unknown> {
  readonly tx: string;
  readonly seq: string;
}

/** Up to where the consumer has handled its source; from the beginning of the log when it is new. */
export async function readPosition(db: Database | Transaction, { name, source }: ConsumerIdentity): Promise<Position> {
  const [row] = await db.execute<Row>(
    sql`select tx::text, seq from consumer_positions where consumer = ${name} and source = ${source}`,
  );
  return row === undefined ? origin : { tx: BigInt(row.tx), seq: BigInt(row.seq) };
}

/** Makes the consumer known, so that retention waits for it from now on. */
export async function registerConsumer(db: Database, { name, source }: ConsumerIdentity): Promise<void> {
  await db.execute(
    sql`insert into consumer_positions (consumer, source, tx, seq) values (${name}, ${source}, '0', 0) on conflict do nothing`,
  );
}

/** Moves the position forward; never back. */
export async function advancePosition(
  db: Database | Transaction,
  { name, source }: ConsumerIdentity,
  to: Position,
): Promise<void> {
  const [tx, seq] = [to.tx.toString(), to.seq.toString()];
  await db.execute(
    sql`update consumer_positions set tx = ${tx}::xid8, seq = ${seq}::bigint, updated_at = now()
        where consumer = ${name} and source = ${source} and (consumer_positions.tx, consumer_positions.seq) < (${tx}::xid8, ${seq}::bigint)`,
  );
}
