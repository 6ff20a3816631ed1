import type { BigIntStats } from 'node:fs';
import { lstat, mkdir, open, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MoveError, moveErrorOf, named, onPath } from './moveError.ts';

/** Where a path of an endpoint leads on this machine. */
export interface Located {
  /** Absolute, free of symbolic links. */
  readonly path: string;
  /** What is there; null when there is nothing. */
  readonly stats: BigIntStats | null;
}

/** What is at the path itself, never at where a symbolic link leads; null when there is nothing. */
export async function statOf(path: string): Promise<BigIntStats | null> {
  try {
    return await lstat(path, { bigint: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** The target of a symbolic link, if it is inside the root. */
async function followInside(root: string, link: string, path: string): Promise<string> {
  const outside = (): MoveError =>
    new MoveError('PATH_OUTSIDE_ENDPOINT', `${named(path)} leads through a symbolic link to somewhere else.`);
  const target = await realpath(link).catch(() => {
    throw outside();
  });
  if (target !== root && !target.startsWith(root + sep)) throw outside();
  return target;
}

/**
 * Follows a path (as `endpointPath` gives it) below the root, which has no symbolic links itself, as far as it exists. A link that
 * stays inside is followed; one that leaves is refused, and so is a file where a folder would have to be.
 * @throws MoveError PATH_OUTSIDE_ENDPOINT, DESTINATION_OCCUPIED, or what the file system says.
 */
export async function locate(root: string, path: string): Promise<Located> {
  const names = path.split('/').filter((name) => name !== '');
  let current = root;
  let stats = await onPath('', () => statOf(root));
  for (const [index, name] of names.entries()) {
    if (stats !== null && !stats.isDirectory()) {
      const parent = names.slice(0, index).join('/');
      throw new MoveError('DESTINATION_OCCUPIED', `${named(parent)} is not a folder, so nothing can be below it.`);
    }
    current = join(current, name);
    stats = stats === null ? null : await onPath(path, () => statOf(current));
    if (stats?.isSymbolicLink() === true) {
      current = await followInside(root, current, path);
      stats = await onPath(path, () => statOf(current));
    }
  }
  return { path: current, stats };
}

/** Makes sure that the folder's own entry survives a power failure. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** One name below a folder, made a folder unless it is one. Never follows a symbolic link. */
async function ensureOne(parent: string, name: string, path: string): Promise<string> {
  const folder = join(parent, name);
  let stats = await statOf(folder);
  if (stats === null) {
    try {
      await mkdir(folder, { mode: 0o755 });
      await syncFolder(parent);
    } catch (error) {
      // Somebody else made something of that name; what it is, is looked at next.
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw moveErrorOf(error, path);
    }
    stats = await statOf(folder);
  }
  if (stats?.isDirectory() !== true)
    throw new MoveError('DESTINATION_OCCUPIED', `${named(path)} is not a folder at the destination.`);
  return folder;
}

/**
 * Makes the folders of a path below `base` as far as they are missing and gives the last. Symbolic links on the way are refused,
 * so that nothing is ever written anywhere else.
 */
export async function ensureFolders(base: string, path: string): Promise<string> {
  let folder = base;
  const names = path.split('/').filter((name) => name !== '');
  for (const [index, name] of names.entries()) {
    const so = names.slice(0, index + 1).join('/');
    folder = await onPath(so, () => ensureOne(folder, name, so));
  }
  return folder;
}
