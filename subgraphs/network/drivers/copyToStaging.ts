import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { Clock } from '../../../lib/clock.ts';
import type { BandwidthLimit } from './bandwidthLimit.ts';
import { statOf } from './endpointFolder.ts';
import { openPlain, readHashed } from './fileContent.ts';
import { sourceStamp } from './fileStamp.ts';
import type { HashThread } from './hashThread.ts';
import type { FoundFile } from './move.ts';
import { MoveError, named } from './moveError.ts';
import type { CopyOptions } from './mover.ts';

export interface Copying {
  readonly file: FoundFile;
  /** Absolute paths. */
  readonly source: string;
  readonly staging: string;
  readonly limit: BandwidthLimit;
  readonly threads: HashThread;
  readonly clock: Clock;
  /** A part ends after so many bytes, or after so long. */
  readonly partBytes: number;
  readonly partMs: number;
}

const beginStaging = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW;
const continueStaging = constants.O_WRONLY | constants.O_NOFOLLOW;

/** Opens the staging file with as much of the first `from` bytes as are really there. */
async function openStaging(
  path: string,
  from: number,
): Promise<{ readonly handle: FileHandle; readonly from: number }> {
  const stats = from === 0 ? null : await statOf(path);
  if (stats?.isFile() !== true || stats.size < BigInt(from))
    return { handle: await open(path, beginStaging, 0o600), from: 0 };
  const handle = await open(path, continueStaging);
  await handle.truncate(from);
  return { handle, from };
}

async function requireSame(handle: FileHandle, file: FoundFile): Promise<void> {
  const stats = await handle.stat({ bigint: true });
  if (!stats.isFile() || sourceStamp(stats) !== file.stamp)
    throw new MoveError('SOURCE_CHANGED', `${named(file.path)} was changed since it was found.`);
}

async function writeAll(handle: FileHandle, piece: Uint8Array, position: number): Promise<void> {
  let written = 0;
  while (written < piece.byteLength) {
    const { bytesWritten } = await handle.write(piece, written, piece.byteLength - written, position + written);
    written += bytesWritten;
  }
}

/** Calls `onPart` for what has been synced; the last part may be empty. */
function partsOf(copying: Copying, options: CopyOptions, target: FileHandle, from: number) {
  const { clock, partBytes, partMs } = copying;
  let synced = from;
  let syncedAt = clock.now().getTime();
  const end = async (position: number): Promise<void> => {
    await target.datasync();
    const bytesMoved = position - synced;
    synced = position;
    await options.onPart({ bytesDone: position, bytesMoved });
    syncedAt = clock.now().getTime();
  };
  return {
    end,
    async after(position: number): Promise<void> {
      const isFull = position - synced >= partBytes || clock.now().getTime() - syncedAt >= partMs;
      if (isFull) await end(position);
    },
  };
}

/**
 * Copies a file into its staging file part by part, each synced before it is told, and gives the SHA-256 of the source. What an
 * earlier attempt has brought there is read from the source again for the hash, but not written again.
 */
export async function copyToStaging(copying: Copying, options: CopyOptions): Promise<string> {
  const { file, limit, threads } = copying;
  const { signal } = options;
  const handle = await openPlain(copying.source);
  const hash = threads.begin();
  try {
    await requireSame(handle, file);
    const staging = await openStaging(copying.staging, Math.min(options.from, file.bytes));
    try {
      const { from, handle: target } = staging;
      const reading = { handle, hash, signal, name: file.path };
      await readHashed({ ...reading, start: 0, end: from });
      const parts = partsOf(copying, options, target, from);
      const rest = { ...reading, start: from, end: file.bytes, largestPiece: limit.largestTake };
      await readHashed(rest, async (piece, position) => {
        await limit.take(piece.byteLength, signal);
        await writeAll(target, piece, position);
        await parts.after(position + piece.byteLength);
      });
      await parts.end(file.bytes);
    } finally {
      await staging.handle.close();
    }
    await requireSame(handle, file);
    return await hash.digest();
  } catch (error) {
    hash.drop();
    throw error;
  } finally {
    await handle.close();
  }
}
