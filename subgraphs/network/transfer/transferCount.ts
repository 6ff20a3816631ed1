import type { CopiedPart, FinishedFile } from '../drivers/mover.ts';
import type { TransferEntryRow, TransferRow } from './transfer.row.ts';
import type { EntryChange } from './transferEntry.repository.ts';
import { etaSeconds, type TransferMeter, transferMeter } from './transferMeter.ts';

/** What an attempt at a transfer has come to, as far as it is not written. */
export interface TransferCount {
  /** Begins to count bytes, from what is at the destination already. */
  begin(row: TransferRow, finished: { readonly files: number; readonly bytes: number }, atMs: number): void;
  part(entry: TransferEntryRow, part: CopiedPart, atMs: number): void;
  done(entry: TransferEntryRow, finished: FinishedFile | null): void;
  reset(entry: TransferEntryRow, found?: { readonly bytes: number; readonly stamp: string }): void;
  /** Entries that changed since they were last written. */
  changes(): readonly EntryChange[];
  /** These changes are written. */
  written(changes: readonly EntryChange[]): void;
  /** True when the table has the entry as being copied. */
  isStoredAsCopying(path: string): boolean;
  /** What the transfer shows of it, when it is what `row` says otherwise; nothing before counting began. */
  facts(row: TransferRow, atMs: number): Partial<TransferRow>;
}

export function transferCount(): TransferCount {
  const changes = new Map<string, EntryChange>();
  let meter: TransferMeter | null = null;
  let doneFiles = 0;
  let doneBytes = 0;
  /** Bytes of the file that is being copied. */
  let currentBytes = 0;
  let copyingPath: string | null = null;
  return {
    begin(row, { files, bytes }, atMs) {
      meter = transferMeter(row, atMs);
      doneFiles = files;
      doneBytes = bytes;
    },
    part({ path }, { bytesDone, bytesMoved }, atMs) {
      currentBytes = bytesDone;
      meter?.moved(bytesMoved, atMs);
      changes.set(path, { path, state: 'COPYING', bytesDone });
    },
    done({ path, kind, bytes }, finished) {
      currentBytes = 0;
      if (kind === 'FILE') doneFiles += 1;
      doneBytes += bytes;
      const proof = finished === null ? {} : { sha256: finished.sha256, destinationStamp: finished.stamp };
      changes.set(path, { path, state: 'DONE', bytesDone: bytes, ...proof });
    },
    reset({ path, kind, state, bytes }, found) {
      currentBytes = 0;
      if (state === 'DONE') {
        if (kind === 'FILE') doneFiles -= 1;
        doneBytes -= bytes;
      }
      const other = found === undefined ? {} : { bytes: found.bytes, sourceStamp: found.stamp };
      changes.set(path, { path, state: 'PENDING', bytesDone: 0, ...other });
    },
    changes: () => [...changes.values()],
    written(list) {
      for (const one of list) if (changes.get(one.path) === one) changes.delete(one.path);
      copyingPath = list.find(({ state }) => state === 'COPYING')?.path ?? null;
    },
    isStoredAsCopying: (path) => copyingPath === path,
    facts(row, atMs) {
      if (meter === null) return {};
      const reading = meter.read(atMs);
      const bytesDone = doneBytes + currentBytes;
      const isMoving = row.state === 'TRANSFERRING';
      const bytesLeft = row.bytesTotal === null ? null : row.bytesTotal - bytesDone;
      return {
        ...reading,
        bytesDone,
        bytesVerified: doneBytes,
        filesDone: doneFiles,
        currentBps: isMoving ? reading.currentBps : null,
        etaSeconds: isMoving && bytesLeft !== null ? etaSeconds(bytesLeft, reading) : null,
      };
    },
  };
}
