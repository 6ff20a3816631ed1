import { and, asc, eq, inArray, notInArray, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { transferEntries, transfers } from '../tables.ts';
import { endStates, type TransferRow } from './transfer.row.ts';

/** A transfer that could be worked on. */
export interface WaitingTransfer {
  readonly id: string;
  readonly simulated: boolean;
}

/**
 * Changes a transfer in the name of one attempt; null when it has ended, or when somebody took it up again since: that attempt must
 * not write any more.
 */
export async function updateWorkedTransfer(
  tx: Transaction,
  work: { readonly id: string; readonly attempts: number },
  facts: Partial<Omit<TransferRow, 'id'>>,
): Promise<TransferRow | null> {
  const isOurs = and(eq(transfers.id, work.id), eq(transfers.attempts, work.attempts));
  const [row] = await tx
    .update(transfers)
    .set(facts)
    .where(and(isOurs, notInArray(transfers.state, [...endStates])))
    .returning();
  return row ?? null;
}

export function transferWorkRepository(db: Database) {
  return {
    /** Transfers that have not ended and are not among these: those that were interrupted first, then the oldest. */
    waiting: (except: readonly string[], simulated: boolean, limit: number): Promise<readonly WaitingTransfer[]> =>
      db
        .select({ id: transfers.id, simulated: transfers.simulated })
        .from(transfers)
        .where(
          and(
            eq(transfers.simulated, simulated),
            inArray(transfers.state, ['QUEUED', 'SCANNING', 'TRANSFERRING', 'RETRYING', 'VERIFYING']),
            except.length === 0 ? undefined : notInArray(transfers.id, [...except]),
          ),
        )
        .orderBy(sql`${transfers.state} = 'QUEUED'`, asc(transfers.createdAt), asc(transfers.id))
        .limit(limit),

    /** How much of a transfer is at its destination. */
    async finished(transferId: string): Promise<{ readonly files: number; readonly bytes: number }> {
      const [row] = await db
        .select({
          files: sql<string>`count(*)`.mapWith(Number),
          bytes: sql<string>`coalesce(sum(${transferEntries.bytes}), 0)`.mapWith(Number),
        })
        .from(transferEntries)
        .where(
          and(
            eq(transferEntries.transferId, transferId),
            eq(transferEntries.kind, 'FILE'),
            eq(transferEntries.state, 'DONE'),
          ),
        );
      return { files: row?.files ?? 0, bytes: row?.bytes ?? 0 };
    },
  };
}
export type TransferWorkRepository = ReturnType<typeof transferWorkRepository>;
