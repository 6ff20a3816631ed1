import type { JournalEntryKind } from './journal.enum.ts';

/** One entry of the journal. */
export interface EntryRow {
  readonly id: string;
  readonly accountId: string;
  readonly kind: JournalEntryKind;
  readonly description: string;
  readonly jobId: string | null;
  readonly at: Date;
}

export interface LineRow {
  readonly entryId: string;
  readonly ledgerAccount: string;
  readonly debit: string | null;
  readonly credit: string | null;
  readonly currency: string;
}
