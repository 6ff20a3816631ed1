import { randomBytes } from 'node:crypto';
import type postgres from 'postgres';
import { type SubgraphName, subgraphNames } from '../subgraphName.ts';
import { roleOf } from './database.ts';

/** A name for a history of a log. */
export function newEpoch(): string {
  return BigInt(`0x${randomBytes(8).toString('hex')}`).toString(36);
}

/**
 * Which server, which branch of its past (a new one begins when a backup is restored to a point in time), and which database:
 * the transaction numbers of a log mean something in this one only.
 */
export async function serverIdentity(sql: postgres.TransactionSql): Promise<string> {
  const [row] = await sql<{ server: string }[]>`
    select system_identifier || '-' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) || '-' || oid as server
    from pg_control_system(), pg_database where datname = current_database()`;
  return row?.server ?? '';
}

/** Consumers of a log keep their place relative to its events, which are about to get other numbers. */
async function moveConsumers(tx: postgres.TransactionSql, source: SubgraphName, number: string): Promise<void> {
  for (const reader of subgraphNames) {
    const [found] = await tx`select from pg_tables where schemaname = ${reader} and tablename = 'consumer_positions'`;
    if (found === undefined) continue;
    await tx`set local role ${tx(roleOf(reader))}`;
    await tx`
      update ${tx(reader)}.consumer_positions as place set tx = ${number}::xid8, seq = (
        select count(*) from ${tx(source)}.events as e where (e.tx, e.seq) <= (place.tx, place.seq)
      )
      where place.source = ${source}`;
  }
  await tx`set local role ${tx(roleOf(source))}`;
}

/**
 * Gives every event one old transaction number and its place as sequence number. A server that was filled from a dump counts
 * transactions from its own beginning, so that the events in the dump would seem to lie in its future.
 */
async function renumber(tx: postgres.TransactionSql, name: SubgraphName): Promise<void> {
  await tx`lock table events in exclusive mode`;
  // Below the number of any transaction that a server ever runs, and not what an earlier renumbering took.
  const [row] = await tx<{ number: string }[]>`
    select case when exists (select from events where tx = '3') then '4' else '3' end as number`;
  const number = row?.number ?? '3';
  await moveConsumers(tx, name, number);
  await tx`
    with placed as (select tx, seq, row_number() over (order by tx, seq) as place from events)
    update events set tx = ${number}::xid8, seq = placed.place from placed
    where events.tx = placed.tx and events.seq = placed.seq`;
  await tx`update log_epoch set trimmed_tx = '0', trimmed_seq = 0`;
}

/**
 * When the log of this schema was written by another server, or by this one before it went back in time, begins a new epoch:
 * clients are told of a gap instead of being given the wrong events. Consumers, restored together with the log, go on.
 */
export async function beginAnewIfRestored(
  tx: postgres.TransactionSql,
  name: SubgraphName,
  server: string,
): Promise<void> {
  const [row] = await tx<{ server: string }[]>`select server from log_epoch`;
  if (row === undefined || row.server === server) return;
  if (row.server.split('-')[0] !== server.split('-')[0]) await renumber(tx, name);
  await tx`update log_epoch set epoch = ${newEpoch()}, server = ${server}, begun_at = now()`;
}
