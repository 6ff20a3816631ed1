import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { HashThread, RunningHash } from './hashThread.ts';
import { MoveError, named } from './moveError.ts';

const chunkBytes = 1_048_576;
/** While one piece is hashed, the next is read. */
const buffersInFlight = 2;

// Without O_NONBLOCK, opening a pipe that took a file's place would wait for ever.
const readPlain = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Opens what is at the path itself for reading, never where a symbolic link leads. */
export function openPlain(path: string): Promise<FileHandle> {
  return open(path, readPlain);
}

export interface HashedReading {
  readonly handle: FileHandle;
  readonly hash: RunningHash;
  /** From where to where to read, in bytes. */
  readonly start: number;
  readonly end: number;
  readonly largestPiece?: number;
  readonly signal: AbortSignal;
  /** What the file is called in an error. */
  readonly name: string;
}

/**
 * Reads a stretch of a file and hashes it. Each piece goes to `onPiece` first, which must be done with it when it resolves.
 * Rejects with SOURCE_CHANGED when the file ends before the stretch does.
 */
export async function readHashed(
  reading: HashedReading,
  onPiece: (piece: Uint8Array, position: number) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const { handle, hash, end, signal, largestPiece = chunkBytes } = reading;
  const pieceBytes = Math.min(chunkBytes, largestPiece);
  const free: Promise<ArrayBuffer>[] = [];
  for (let count = 0; count < buffersInFlight; count += 1) free.push(Promise.resolve(new ArrayBuffer(pieceBytes)));
  let position = reading.start;
  while (position < end) {
    signal.throwIfAborted();
    const buffer = await (free.shift() ?? new ArrayBuffer(pieceBytes));
    const wanted = Math.min(pieceBytes, end - position);
    const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, wanted, position);
    if (bytesRead === 0)
      throw new MoveError('SOURCE_CHANGED', `${named(reading.name)} became shorter while it was read.`);
    await onPiece(new Uint8Array(buffer, 0, bytesRead), position);
    position += bytesRead;
    const returned = hash.update(buffer, bytesRead);
    // Heard of when the memory is needed again, or in the digest.
    returned.catch(() => undefined);
    free.push(returned);
  }
}

/** The SHA-256 of a plain file, in hex. */
export async function hashFile(threads: HashThread, path: string, name: string, signal: AbortSignal): Promise<string> {
  const handle = await openPlain(path);
  const hash = threads.begin();
  try {
    const { size } = await handle.stat();
    await readHashed({ handle, hash, start: 0, end: size, signal, name });
    return await hash.digest();
  } catch (error) {
    hash.drop();
    throw error;
  } finally {
    await handle.close();
  }
}
