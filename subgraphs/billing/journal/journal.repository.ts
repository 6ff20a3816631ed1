import { and, asc, desc, eq, inArray, sql } from 'drizzle-orm';
import { newId } from '../../../lib/globalId.ts';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { olderThan, type PageRequest } from '../../kit/pagination.ts';
import { journalEntries, journalLines } from '../tables.ts';
import type { EntryRow, LineRow } from './entryRow.ts';
import type { JournalEntryKind } from './journal.enum.ts';

/** A movement of one amount between two accounts of the ledger. */
export interface Posting extends Omit<EntryRow, 'id'> {
  readonly debit: string;
  readonly credit: string;
  readonly amount: string;
  readonly currency: string;
}

/** Writes a balanced entry of two lines and gives its id. Amounts must be above zero. */
export async function post(tx: Transaction, posting: Posting): Promise<string> {
  const { accountId, kind, description, jobId, at, amount, currency } = posting;
  const id = newId('journalEntry', at.getTime());
  await tx.insert(journalEntries).values({ id, accountId, kind, description, jobId, at });
  await tx.insert(journalLines).values([
    { entryId: id, ledgerAccount: posting.debit, debit: amount, credit: null, currency },
    { entryId: id, ledgerAccount: posting.credit, debit: null, credit: amount, currency },
  ]);
  return id;
}

/** Entries of an account, the newest first, one more than the page shows. */
export async function entriesOf(db: Database, accountId: string, page: PageRequest): Promise<readonly EntryRow[]> {
  const { at, id } = journalEntries;
  const rows = await db
    .select()
    .from(journalEntries)
    .where(and(eq(journalEntries.accountId, accountId), olderThan(at, id, page.after)))
    .orderBy(desc(at), desc(id))
    .limit(page.limit + 1);
  return rows.map((row) => ({ ...row, kind: row.kind as JournalEntryKind }));
}

/** How many entries an account has. */
export async function entryCount(db: Database, accountId: string): Promise<number> {
  const [row] = await db
    .select({ count: sql<number>`count(*)::int` })
    .from(journalEntries)
    .where(eq(journalEntries.accountId, accountId));
  return row?.count ?? 0;
}

/** The lines of entries, debits first. */
export async function linesOf(db: Database, entryIds: readonly string[]): Promise<readonly LineRow[]> {
  return await db
    .select()
    .from(journalLines)
    .where(inArray(journalLines.entryId, [...entryIds]))
    .orderBy(asc(journalLines.id));
}
