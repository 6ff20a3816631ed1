import type { Clock } from '../../../lib/clock.ts';
import type { FoundEntry, FoundFile, Move } from '../drivers/move.ts';
import { MoveError, named } from '../drivers/moveError.ts';
import type { Mover, MoveSession } from '../drivers/mover.ts';
import type { TransferEntryRow, TransferRow } from './transfer.row.ts';
import { clearEntries, insertEntries, type TransferEntryRepository } from './transferEntry.repository.ts';
import type { TransferRecorder } from './transferRecorder.ts';
import type { TransferWorkRepository } from './transferWork.repository.ts';

export interface MovingPorts {
  readonly clock: Clock;
  readonly entries: TransferEntryRepository;
  readonly work: TransferWorkRepository;
  readonly mover: Mover;
  readonly moveOf: (row: TransferRow) => Promise<Move>;
}

const scanBatch = 500;

/** Finds everything that is to be moved and moves on to TRANSFERRING. What an earlier, broken scan found is forgotten. */
async function scanSource(session: MoveSession, recorder: TransferRecorder, signal: AbortSignal): Promise<void> {
  const { id } = recorder.row;
  let bytesTotal = 0;
  let filesTotal = 0;
  let batch: FoundEntry[] = [];
  await recorder.note((tx) => clearEntries(tx, id));
  const write = async (): Promise<void> => {
    const found = batch;
    batch = [];
    await recorder.note((tx) => insertEntries(tx, id, found));
  };
  for await (const entry of session.scan(signal)) {
    if (entry.kind === 'FILE') {
      bytesTotal += entry.bytes;
      filesTotal += 1;
    }
    batch.push(entry);
    if (batch.length >= scanBatch) await write();
  }
  await write();
  await recorder.enter('TRANSFERRING', { bytesTotal, filesTotal });
}

const fileOf = ({ path, bytes, sourceStamp }: TransferEntryRow): FoundFile => ({
  kind: 'FILE',
  path,
  bytes,
  stamp: sourceStamp,
});

/** Copies one file, compares what arrived with what was sent, and only then gives it its name. */
async function moveFile(
  session: MoveSession,
  recorder: TransferRecorder,
  entry: TransferEntryRow,
  signal: AbortSignal,
): Promise<void> {
  const file = fileOf(entry);
  const equal = await session.findEqual(file, signal);
  if (equal !== null) {
    await recorder.done(entry, equal);
    return;
  }
  const onPart = (part: Parameters<TransferRecorder['part']>[1]): Promise<void> => recorder.part(entry, part);
  const sha256 = await session.copy(file, { from: entry.bytesDone, onPart, signal });
  if ((await session.verify(file, signal)) !== sha256) {
    await recorder.reset(entry);
    throw new MoveError('CHECKSUM_MISMATCH', `${named(file.path)} did not arrive as it was sent.`);
  }
  const stamp = await session.finish(file);
  await recorder.done(entry, { sha256, stamp });
}

/** After a file was found to have changed: what it is now. */
async function lookAgain(session: MoveSession, recorder: TransferRecorder, entry: TransferEntryRow): Promise<void> {
  const now = await session.look(entry.path);
  if (now.kind === 'FILE') await recorder.reset(entry, now);
}

async function moveEntries(
  entries: AsyncIterable<TransferEntryRow>,
  session: MoveSession,
  recorder: TransferRecorder,
  signal: AbortSignal,
): Promise<void> {
  for await (const entry of entries) {
    signal.throwIfAborted();
    if (entry.kind === 'FOLDER') {
      await session.makeFolder(entry.path);
      await recorder.done(entry, null);
      continue;
    }
    try {
      await moveFile(session, recorder, entry, signal);
    } catch (error) {
      if (error instanceof MoveError && error.code === 'SOURCE_CHANGED') await lookAgain(session, recorder, entry);
      throw error;
    }
  }
}

/** Looks once more at what has arrived: whatever was touched since is read again, and copied again when it differs. */
async function checkEntries(
  entries: AsyncIterable<TransferEntryRow>,
  session: MoveSession,
  recorder: TransferRecorder,
  signal: AbortSignal,
): Promise<void> {
  for await (const entry of entries) {
    signal.throwIfAborted();
    if (entry.kind === 'FOLDER') continue;
    const stamp = await session.stampOf(entry.path);
    if (stamp === entry.destinationStamp) continue;
    if (stamp !== null && (await session.hashOf(entry.path, signal)) === entry.sha256) continue;
    await recorder.reset(entry);
    throw new MoveError(
      'CHECKSUM_MISMATCH',
      `${named(entry.path)} was changed at the destination after it had arrived.`,
    );
  }
}

/** Brings a transfer from the state that it is in to SUCCEEDED. Rejects with what stands in its way. */
export async function moveEverything(
  ports: MovingPorts,
  recorder: TransferRecorder,
  signal: AbortSignal,
): Promise<void> {
  const { entries, work, mover, clock } = ports;
  const { id } = recorder.row;
  const session = await mover.begin(await ports.moveOf(recorder.row));
  if (recorder.row.bytesTotal === null) await scanSource(session, recorder, signal);
  recorder.beginCounting(await work.finished(id));
  if (recorder.row.checksumState === 'PENDING')
    await recorder.note(async () => undefined, { checksumState: 'VERIFYING' });
  await moveEntries(entries.each(id, 'NOT_DONE'), session, recorder, signal);
  if (recorder.row.state !== 'VERIFYING') await recorder.enter('VERIFYING');
  await checkEntries(entries.each(id, 'DONE'), session, recorder, signal);
  const checksumState = recorder.row.filesTotal === 0 ? 'SKIPPED' : 'MATCHED';
  await recorder.enter('SUCCEEDED', { checksumState, endedAt: clock.now(), etaSeconds: null, currentBps: null });
}

/** Removes what a transfer left beside the files that have not arrived. */
export async function discardStagings(ports: MovingPorts, row: TransferRow): Promise<void> {
  const move = await ports.moveOf(row);
  const seen = new Set<string>();
  for await (const { kind, path } of ports.entries.each(row.id, 'NOT_DONE')) {
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (kind === 'FOLDER' || seen.has(folder)) continue;
    seen.add(folder);
    await ports.mover.discard(move, path);
  }
}
