import { chmod, mkdir, open, realpath, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { Clock } from '../../../lib/clock.ts';
import { bandwidthLimit } from './bandwidthLimit.ts';
import { copyToStaging } from './copyToStaging.ts';
import { ensureFolders, type Located, locate, statOf, syncFolder } from './endpointFolder.ts';
import { stagingName } from './endpointPath.ts';
import { hashFile } from './fileContent.ts';
import { destinationStamp, sourceStamp } from './fileStamp.ts';
import { type HashThread, hashThread } from './hashThread.ts';
import type { Move, MovePlace } from './move.ts';
import { MoveError, type MoveProblem, moveErrorOf, named, onPath } from './moveError.ts';
import type { Mover, MoveSession } from './mover.ts';
import { lookAt, scanFolder } from './scanFolder.ts';

export interface FilesMoverOptions {
  /** Absolute; the folders of the endpoints are in it. */
  readonly folder: string;
  readonly clock: Clock;
  /** A part is synced and told after so many bytes, or after so long. */
  readonly partBytes?: number;
  readonly partMs?: number;
}

const defaultPartBytes = 8 * 1_048_576;
const defaultPartMs = 500;

/** Where both ends of a move are on this machine. */
interface Ends {
  readonly source: Located;
  readonly destinationRoot: string;
  readonly destination: Located;
}

async function rootOf(folder: string, place: MovePlace): Promise<string> {
  if (place.folder === null) throw new Error(`${place.endpointId} has no folder on this machine`);
  const root = join(folder, place.folder);
  await mkdir(root, { recursive: true });
  return realpath(root);
}

/** Where the source is. Throws MoveError when there is nothing that can be moved. */
async function locateSource(folder: string, { source }: Move): Promise<Located> {
  const missing = (): MoveError =>
    new MoveError('SOURCE_NOT_FOUND', `There is nothing at ${named(source.path)} of the source endpoint.`);
  const located = await locate(await rootOf(folder, source), source.path).catch((error: unknown) => {
    throw error instanceof MoveError && error.code === 'DESTINATION_OCCUPIED' ? missing() : error;
  });
  if (located.stats === null) throw missing();
  if (!located.stats.isFile() && !located.stats.isDirectory())
    throw new MoveError('SPECIAL_FILE', `${named(source.path)} is neither a plain file nor a folder.`);
  return located;
}

/** Throws MoveError when the destination is the source, is inside it, or is of another kind. */
function requireApart(source: Located, destination: Located, path: string): void {
  if (destination.path === source.path)
    throw new MoveError('DESTINATION_INSIDE_SOURCE', 'The destination is the source. Choose another path.');
  if (destination.path.startsWith(source.path + sep))
    throw new MoveError('DESTINATION_INSIDE_SOURCE', `${named(path)} is inside the source. Choose a path outside it.`);
  const [here, there] = [source.stats, destination.stats];
  if (here === null || there === null || here.isDirectory() === there.isDirectory()) return;
  const says = here.isDirectory()
    ? `The source is a folder, and ${named(path)} is not one.`
    : `The source is a file, and ${named(path)} is a folder. Give the path of the file that it is to be.`;
  throw new MoveError('DESTINATION_OCCUPIED', says);
}

async function locateEnds(folder: string, move: Move): Promise<Ends> {
  const source = await locateSource(folder, move);
  const destinationRoot = await rootOf(folder, move.destination);
  const destination = await locate(destinationRoot, move.destination.path);
  requireApart(source, destination, move.destination.path);
  return { source, destinationRoot, destination };
}

async function problemsOf(folder: string, move: Move): Promise<readonly MoveProblem[]> {
  const found: MoveProblem[] = [];
  const attempt = async <T>(side: MoveProblem['side'], work: () => Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      const problem = moveErrorOf(error, move[side].path);
      if (!(problem instanceof MoveError)) throw error;
      found.push({ side, code: problem.code, message: problem.message });
      return null;
    }
  };
  const source = await attempt('source', () => locateSource(folder, move));
  await attempt('destination', async () => {
    const destination = await locate(await rootOf(folder, move.destination), move.destination.path);
    if (source !== null) requireApart(source, destination, move.destination.path);
  });
  return found;
}

const at = (base: string, path: string): string => (path === '' ? base : join(base, path));

const stagingFor = (destination: string, path: string, transferId: string): string =>
  join(dirname(at(destination, path)), stagingName(transferId));

async function discardStaging(folder: string, move: Move, path: string): Promise<void> {
  const destination = await locate(await rootOf(folder, move.destination), move.destination.path);
  await rm(stagingFor(destination.path, path, move.transferId), { force: true });
}

/** A path relative to the root, as folders are made by. */
function below(root: string, path: string): string {
  return path === root
    ? ''
    : path
        .slice(root.length + 1)
        .split(sep)
        .join('/');
}

async function beginSession(
  options: Required<FilesMoverOptions>,
  threads: HashThread,
  move: Move,
): Promise<MoveSession> {
  const { folder, clock, partBytes, partMs } = options;
  const { source, destination, destinationRoot } = await locateEnds(folder, move);
  const limit = bandwidthLimit(move.limitBps, clock);
  const finalOf = (path: string): string => at(destination.path, path);
  const stagingOf = (path: string): string => stagingFor(destination.path, path, move.transferId);
  const foldersTo = (path: string): Promise<string> => ensureFolders(destinationRoot, below(destinationRoot, path));

  return {
    scan: (signal) => scanFolder(source.path, signal),
    look: (path) => lookAt(source.path, path),
    makeFolder: async (path) => void (await foldersTo(finalOf(path))),

    findEqual: (file, signal) =>
      onPath(file.path, async () => {
        const stats = await statOf(finalOf(file.path)).catch(() => null);
        if (stats?.isFile() !== true || Number(stats.size) !== file.bytes) return null;
        const there = await hashFile(threads, finalOf(file.path), file.path, signal);
        const here = await hashFile(threads, at(source.path, file.path), file.path, signal);
        return here === there ? { sha256: there, stamp: destinationStamp(stats) } : null;
      }),

    copy: (file, copyOptions) =>
      onPath(file.path, async () => {
        await foldersTo(dirname(finalOf(file.path)));
        const [from, staging] = [at(source.path, file.path), stagingOf(file.path)];
        const copying = { file, source: from, staging, limit, threads, clock, partBytes, partMs };
        return copyToStaging(copying, copyOptions);
      }),

    verify: (file, signal) => onPath(file.path, () => hashFile(threads, stagingOf(file.path), file.path, signal)),

    finish: (file) =>
      onPath(file.path, async () => {
        const [from, staging, final] = [at(source.path, file.path), stagingOf(file.path), finalOf(file.path)];
        const stats = await statOf(from);
        if (stats === null || sourceStamp(stats) !== file.stamp)
          throw new MoveError('SOURCE_CHANGED', `${named(file.path)} was changed since it was found.`);
        await chmod(staging, Number(stats.mode & 0o777n));
        await utimes(staging, Number(stats.mtimeMs) / 1_000, Number(stats.mtimeMs) / 1_000);
        await syncFile(staging);
        await rename(staging, final);
        await syncFolder(dirname(final));
        const result = await statOf(final);
        if (result === null) throw new MoveError('INPUT_OUTPUT', `${named(file.path)} vanished at the destination.`);
        return destinationStamp(result);
      }),

    stampOf: (path) =>
      onPath(path, async () => {
        const stats = await statOf(finalOf(path)).catch(() => null);
        return stats?.isFile() === true ? destinationStamp(stats) : null;
      }),
    hashOf: (path, signal) => onPath(path, () => hashFile(threads, finalOf(path), path, signal)),
  };
}

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Moves files between folders of this machine: in parts, resumable, verified, and never outside the folders of the endpoints. */
export function filesMover(options: FilesMoverOptions): Mover {
  const threads = hashThread();
  const complete = { partBytes: defaultPartBytes, partMs: defaultPartMs, ...options };
  return {
    problems: (move) => problemsOf(options.folder, move),
    begin: (move) => onPath(move.source.path, () => beginSession(complete, threads, move)),
    discard: (move, path) => onPath(path, () => discardStaging(options.folder, move, path)),
    close: () => threads.close(),
  };
}
