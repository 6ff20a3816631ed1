import type { Log } from '../../../lib/log.ts';
import type { Database } from '../../kit/database/database.ts';
import { change } from '../../kit/log/change.ts';
import { MoveError } from '../drivers/moveError.ts';
import { discardStagings, type MovingPorts, moveEverything } from './moveEverything.ts';
import { transferEvent } from './transfer.events.ts';
import { readTransfer } from './transfer.repository.ts';
import { hasEnded, type TransferRow } from './transfer.row.ts';
import {
  TransferCancelledError,
  type TransferRecorder,
  TransferTakenError,
  transferRecorder,
} from './transferRecorder.ts';
import { updateWorkedTransfer } from './transferWork.repository.ts';

export interface TransferRunPorts extends MovingPorts {
  readonly db: Database;
  readonly log: Log;
}

/** So many faults one after the other, without a file arriving between them, end a transfer. */
const mostFaultsInARow = 5;
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

function stateWhenTaken({ state, bytesTotal }: TransferRow): TransferRow['state'] {
  switch (state) {
    case 'QUEUED':
      return 'SCANNING';
    case 'RETRYING':
      return bytesTotal === null ? 'SCANNING' : 'TRANSFERRING';
    default:
      return state;
  }
}

/** Takes the transfer up: whoever had it before cannot write for it any more. Null when there is nothing (more) to do. */
function take({ db, clock }: TransferRunPorts, id: string): Promise<TransferRow | null> {
  return change(db, [id], async (tx) => {
    const before = await readTransfer(tx, id);
    if (before === null || hasEnded(before.state)) return null;
    const now = clock.now();
    const state = stateWhenTaken(before);
    const facts = { state, attempts: before.attempts + 1, startedAt: before.startedAt ?? now, updatedAt: now };
    const row = await updateWorkedTransfer(tx, before, facts);
    if (row === null) return null;
    const isSame = row.state === before.state;
    await tx.append(
      isSame ? transferEvent('TransferProgressed', row) : transferEvent('TransferStateChanged', row, before.state),
    );
    return row;
  });
}

/** The error as users are told it. */
function toldError(error: unknown): { readonly errorCode: string; readonly errorMessage: string } {
  if (error instanceof MoveError) return { errorCode: error.code, errorMessage: error.message };
  return { errorCode: 'INTERNAL', errorMessage: 'Something went wrong on our side; the log of the server says what.' };
}

const atRest = { currentBps: null, etaSeconds: null };

async function end(
  ports: TransferRunPorts,
  recorder: TransferRecorder,
  state: 'FAILED' | 'CANCELLED',
  facts: Partial<TransferRow>,
): Promise<void> {
  const { row } = recorder;
  await recorder.flush();
  const removed = discardStagings(ports, row);
  // What cannot be removed must not keep the transfer from ending.
  await removed.catch((error: unknown) => ports.log.warn({ err: error, transferId: row.id }, 'a part was left behind'));
  await recorder.enter(state, { ...facts, ...atRest, endedAt: ports.clock.now() });
}

/** Whether to try again after what went wrong; the transfer is told either way. */
async function settle(
  ports: TransferRunPorts,
  recorder: TransferRecorder,
  error: unknown,
  faultsInARow: number,
): Promise<'again' | 'ended'> {
  const { row } = recorder;
  if (!(error instanceof MoveError)) ports.log.error({ err: error, transferId: row.id }, 'a transfer met an error');
  const isMismatch = error instanceof MoveError && error.code === 'CHECKSUM_MISMATCH';
  const facts = {
    ...toldError(error),
    faults: row.faults + 1,
    checksumMismatches: row.checksumMismatches + (isMismatch ? 1 : 0),
  };
  const mayTryAgain = !(error instanceof MoveError) || error.isTransient;
  if (mayTryAgain && faultsInARow < mostFaultsInARow) {
    await recorder.enter('RETRYING', { ...facts, ...atRest });
    return 'again';
  }
  await end(ports, recorder, 'FAILED', { ...facts, ...(isMismatch ? { checksumState: 'MISMATCHED' as const } : {}) });
  return 'ended';
}

/**
 * Works on a transfer until it has ended, or the signal aborts: with TransferCancelledError it ends as cancelled, with any other
 * reason it stays as it is, to be taken up again. Rejects only when that cannot be written.
 */
export async function runTransfer(ports: TransferRunPorts, id: string, signal: AbortSignal): Promise<void> {
  let faultsInARow = 0;
  let filesBefore = 0;
  for (;;) {
    const row = await take(ports, id);
    if (row === null) return;
    const recorder = transferRecorder({ db: ports.db, clock: ports.clock, row });
    try {
      try {
        if (row.cancelRequestedAt !== null) throw new TransferCancelledError();
        await moveEverything(ports, recorder, signal);
        return;
      } catch (error) {
        if (signal.aborted || error instanceof TransferCancelledError || error instanceof TransferTakenError)
          throw error;
        faultsInARow = recorder.row.filesDone > filesBefore ? 1 : faultsInARow + 1;
        filesBefore = recorder.row.filesDone;
        if ((await settle(ports, recorder, error, faultsInARow)) === 'ended') return;
      }
      await ports.clock.sleep(Math.min(firstPauseMs * 2 ** (faultsInARow - 1), longestPauseMs), signal);
    } catch (error) {
      if (error instanceof TransferTakenError) return;
      const isCancelled = error instanceof TransferCancelledError || signal.reason instanceof TransferCancelledError;
      if (isCancelled) return end(ports, recorder, 'CANCELLED', {}).catch(ignoreTaken);
      if (!signal.aborted) throw error;
      // Somebody stops this process: what has arrived is written, so that less is done again.
      return recorder.flush().catch(ignoreTaken);
    }
  }
}

function ignoreTaken(error: unknown): void {
  if (!(error instanceof TransferTakenError)) throw error;
}
