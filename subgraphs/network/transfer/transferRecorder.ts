import type { Clock } from '../../../lib/clock.ts';
import type { Database, Transaction } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import type { CopiedPart, FinishedFile } from '../drivers/mover.ts';
import type { TransferState } from './transfer.enum.ts';
import { type TransferEventType, transferEvent } from './transfer.events.ts';
import type { TransferEntryRow, TransferRow } from './transfer.row.ts';
import { type EntryChange, updateEntries } from './transferEntry.repository.ts';
import { etaSeconds, type TransferMeter, transferMeter } from './transferMeter.ts';
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

/** What has been counted and not been written. */
interface Counted {
  meter: TransferMeter | null;
  doneFiles: number;
  doneBytes: number;
  /** Bytes of the file that is being copied. */
  currentBytes: number;
  changes: Map<string, EntryChange>;
  /** The file that the table has as being copied. */
  copyingPath: string | null;
}

function factsOf(counted: Counted, row: TransferRow, atMs: number): Facts {
  if (counted.meter === null) return {};
  const reading = counted.meter.read(atMs);
  const bytesDone = counted.doneBytes + counted.currentBytes;
  const isMoving = row.state === 'TRANSFERRING';
  return {
    ...reading,
    bytesDone,
    bytesVerified: counted.doneBytes,
    filesDone: counted.doneFiles,
    currentBps: isMoving ? reading.currentBps : null,
    etaSeconds: isMoving && row.bytesTotal !== null ? etaSeconds(row.bytesTotal - bytesDone, reading) : null,
  };
}

export function transferRecorder({ db, clock, row: taken }: RecorderOptions): TransferRecorder {
  const { id, attempts } = taken;
  const startedAtMs = clock.now().getTime();
  let row = taken;
  let toldAtMs = startedAtMs;
  const counted: Counted = {
    meter: null,
    doneFiles: taken.filesDone,
    doneBytes: taken.bytesDone,
    currentBytes: 0,
    changes: new Map(),
    copyingPath: null,
  };

  const write = async (
    type: TransferEventType | null,
    facts: Facts,
    work: (tx: Transaction) => Promise<void> = () => Promise.resolve(),
  ): Promise<void> => {
    const now = clock.now();
    const before = row;
    const changes = [...counted.changes.values()];
    const state = facts.state ?? before.state;
    const whole = { ...factsOf(counted, { ...before, ...facts, state }, now.getTime()), ...facts, updatedAt: now };
    row = await change(db, [id], async (tx) => {
      const after = await updateWorkedTransfer(tx, { id, attempts }, whole);
      if (after === null) throw new TransferTakenError();
      await updateEntries(tx, id, changes);
      await work(tx);
      if (type !== null) await tx.append(transferEvent(type, after, after.state === before.state ? null : before.state));
      return after;
    });
    for (const written of changes)
      if (counted.changes.get(written.path) === written) counted.changes.delete(written.path);
    counted.copyingPath = changes.find((one) => one.state === 'COPYING')?.path ?? null;
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
    beginCounting({ files, bytes }) {
      counted.meter = transferMeter(row, clock.now().getTime());
      counted.doneFiles = files;
      counted.doneBytes = bytes;
    },
    async part({ path }, { bytesDone, bytesMoved }) {
      counted.currentBytes = bytesDone;
      counted.meter?.moved(bytesMoved, clock.now().getTime());
      counted.changes.set(path, { path, state: 'COPYING', bytesDone });
      if (isTimeToTell()) await tell();
    },
    async done(entry, finished) {
      const { path, kind, bytes } = entry;
      counted.currentBytes = 0;
      if (kind === 'FILE') counted.doneFiles += 1;
      counted.doneBytes += bytes;
      const proof = finished === null ? {} : { sha256: finished.sha256, destinationStamp: finished.stamp };
      counted.changes.set(path, { path, state: 'DONE', bytesDone: bytes, ...proof });
      if (isTimeToTell()) await tell();
      // Its staging name is used by the next file: what the table says of it must not be taken for that one.
      else if (counted.copyingPath === path) await write(null, {});
    },
    async reset({ path, bytes }, found) {
      counted.currentBytes = 0;
      counted.changes.set(path, {
        path,
        state: 'PENDING',
        bytesDone: 0,
        ...(found === undefined ? {} : { bytes: found.bytes, sourceStamp: found.stamp }),
      });
      const total = row.bytesTotal;
      const isOtherSize = found !== undefined && total !== null;
      await write(null, isOtherSize ? { bytesTotal: total - bytes + found.bytes } : {});
    },
    flush: () => write(null, {}),
  };
}
