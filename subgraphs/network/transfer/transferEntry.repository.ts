import { and, asc, eq, gt, ne, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import type { FoundEntry } from '../drivers/move.ts';
import { transferEntries } from '../tables.ts';
import type { TransferEntryRow } from './transfer.row.ts';

/** What became of an entry since it was last written. */
export type EntryChange = Pick<TransferEntryRow, 'path' | 'state' | 'bytesDone'> &
  Partial<Pick<TransferEntryRow, 'sha256' | 'destinationStamp' | 'bytes' | 'sourceStamp'>>;

const pageSize = 500;

/** Takes away what an earlier scan found. */
export async function clearEntries(tx: Transaction, transferId: string): Promise<void> {
  await tx.delete(transferEntries).where(eq(transferEntries.transferId, transferId));
}

/** Writes what a scan found. */
export async function insertEntries(tx: Transaction, transferId: string, found: readonly FoundEntry[]): Promise<void> {
  if (found.length === 0) return;
  await tx
    .insert(transferEntries)
    .values(
      found.map((entry) => ({
        transferId,
        path: entry.path,
        kind: entry.kind,
        bytes: entry.kind === 'FILE' ? entry.bytes : 0,
        sourceStamp: entry.kind === 'FILE' ? entry.stamp : '',
        state: 'PENDING' as const,
        bytesDone: 0,
      })),
    )
    .onConflictDoNothing();
}

/** Writes how far entries have come, all in one statement. */
export async function updateEntries(
  tx: Transaction,
  transferId: string,
  changes: readonly EntryChange[],
): Promise<void> {
  if (changes.length === 0) return;
  const text = JSON.stringify(changes);
  await tx.execute(sql`
    update ${transferEntries} as entry set
      state = change."state",
      bytes_done = change."bytesDone",
      sha256 = coalesce(change."sha256", entry.sha256),
      destination_stamp = coalesce(change."destinationStamp", entry.destination_stamp),
      bytes = coalesce(change."bytes", entry.bytes),
      source_stamp = coalesce(change."sourceStamp", entry.source_stamp)
    from jsonb_to_recordset(${text}::jsonb) as change (
      "path" text, "state" text, "bytesDone" bigint, "sha256" text, "destinationStamp" text, "bytes" bigint, "sourceStamp" text
    )
    where entry.transfer_id = ${transferId} and entry.path = change."path"`);
}

export function transferEntryRepository(db: Database) {
  const page = (transferId: string, isDone: boolean, after: string | null): Promise<readonly TransferEntryRow[]> =>
    db
      .select()
      .from(transferEntries)
      .where(
        and(
          eq(transferEntries.transferId, transferId),
          isDone ? eq(transferEntries.state, 'DONE') : ne(transferEntries.state, 'DONE'),
          after === null ? undefined : gt(transferEntries.path, after),
        ),
      )
      .orderBy(asc(transferEntries.path))
      .limit(pageSize);
  return {
    /** The entries that are done, or those that are not, in the order of their paths; read in pages as they are asked for. */
    async *each(transferId: string, which: 'DONE' | 'NOT_DONE'): AsyncGenerator<TransferEntryRow, void, undefined> {
      let after: string | null = null;
      for (;;) {
        const rows: readonly TransferEntryRow[] = await page(transferId, which === 'DONE', after);
        yield* rows;
        const last = rows.at(-1);
        if (last === undefined || rows.length < pageSize) return;
        after = last.path;
      }
    },
  };
}
export type TransferEntryRepository = ReturnType<typeof transferEntryRepository>;
