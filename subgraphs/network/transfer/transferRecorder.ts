import type { Clock } from '../../../lib/clock.ts';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import type { CopiedPart, FinishedFile } from '../drivers/mover.ts';
import type { TransferState } from './transfer.enum.ts';
import { type TransferEventType, transferEvent } from './transfer.events.ts';
import type { TransferEntryRow, TransferRow } from './transfer.row.ts';
import { transferCount } from './transferCount.ts';
import { updateEntries } from './transferEntry.repository.ts';
import { updateWorkedTransfer } from './transferWork.repository.ts';

/** The transfer has ended, or another process works on it: nothing more may be done for it here. */
export class TransferTakenError extends Error {
  override readonly name = 'TransferTakenError';
}

/** Somebody wants the transfer to end. */
export class TransferCancelledError extends Error {
  override readonly name = 'TransferCancelledError';
}

type Facts = Partial<Omit<TransferRow, 'id'>>;

/** Keeps what an attempt at a transfer comes to: in the tables and in the log, in one transaction each time. */
export interface TransferRecorder {
  /** As last written. */
  readonly row: TransferRow;
  /** Moves to another state; with `work`, in the same transaction. */
  enter(state: TransferState, facts?: Facts): Promise<void>;
  /** Writes without telling anybody. Throws TransferCancelledError when the end was asked for. */
  note(work: (tx: Transaction) => Promise<void>, facts?: Facts): Promise<void>;
  /** Begins to count bytes, from what is at the destination already. */
  beginCounting(finished: { readonly files: number; readonly bytes: number }): void;
  /** A part of a file is safe. Tells it when it is time. */
  part(entry: TransferEntryRow, part: CopiedPart): Promise<void>;
  /** An entry is at the destination. Tells it when it is time. */
  done(entry: TransferEntryRow, finished: FinishedFile | null): Promise<void>;
  /** An entry has to be copied from its beginning; with another size when the source has changed. */
  reset(entry: TransferEntryRow, found?: { readonly bytes: number; readonly stamp: string }): Promise<void>;
  /** Writes what has not been written. */
  flush(): Promise<void>;
}

export interface RecorderOptions {
  readonly db: Database;
  readonly clock: Clock;
  /** The transfer as this attempt took it. */
  readonly row: TransferRow;
}

/** Progress is told at most this often, and less often when a transfer takes long: its log would have no end. */
const shortestIntervalMs = 500;
const longestIntervalMs = 5_000;
const intervalShare = 0.01;

export function transferRecorder({ db, clock, row: taken }: RecorderOptions): TransferRecorder {
  const { id, attempts } = taken;
  const startedAtMs = clock.now().getTime();
  const count = transferCount();
  let row = taken;
  let toldAtMs = startedAtMs;

  const write = async (
    type: TransferEventType | null,
    facts: Facts,
    work: (tx: Transaction) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> => {
    const now = clock.now();
    const before = row;
    const changes = count.changes();
    const counted = count.facts({ ...before, ...facts }, now.getTime());
    row = await change(db, [id], async (tx) => {
      const after = await updateWorkedTransfer(tx, { id, attempts }, { ...counted, ...facts, updatedAt: now });
      if (after === null) throw new TransferTakenError();
      await updateEntries(tx, id, changes);
      await work(tx);
      const left = after.state === before.state ? null : before.state;
      if (type !== null) await tx.append(transferEvent(type, after, left));
      return after;
    });
    count.written(changes);
    if (type !== null) toldAtMs = now.getTime();
  };

  const requireWanted = (): void => {
    if (row.cancelRequestedAt !== null) throw new TransferCancelledError();
  };
  const isTimeToTell = (): boolean => {
    const nowMs = clock.now().getTime();
    const intervalMs = Math.min(longestIntervalMs, Math.max(shortestIntervalMs, (nowMs - startedAtMs) * intervalShare));
    return nowMs - toldAtMs >= intervalMs;
  };
  const tell = async (): Promise<void> => {
    await write('TransferProgressed', {});
    requireWanted();
  };

  return {
    get row() {
      return row;
    },
    enter: (state, facts = {}) => write('TransferStateChanged', { ...facts, state }),
    async note(work, facts = {}) {
      await write(null, facts, work);
      requireWanted();
    },
    beginCounting: (finished) => count.begin(row, finished, clock.now().getTime()),
    async part(entry, part) {
      count.part(entry, part, clock.now().getTime());
      if (isTimeToTell()) await tell();
    },
    async done(entry, finished) {
      count.done(entry, finished);
      if (isTimeToTell()) await tell();
      // Its staging name is used by the next file: what the table says of it must not be taken for that one.
      else if (count.isStoredAsCopying(entry.path)) await write(null, {});
    },
    async reset(entry, found) {
      count.reset(entry, found);
      const total = row.bytesTotal;
      const isOtherSize = found !== undefined && total !== null;
      await write(null, isOtherSize ? { bytesTotal: total - entry.bytes + found.bytes } : {});
    },
    flush: () => write(null, {}),
  };
}
