import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { statOf } from './endpointFolder.ts';
import { isStagingName } from './endpointPath.ts';
import { sourceStamp } from './fileStamp.ts';
import type { FoundEntry } from './move.ts';
import { MoveError, named, onPath } from './moveError.ts';

/** What Node puts in place of bytes that are no UTF-8. */
const replacement = '\uFFFD';

/** The entry at a path below the source: a plain file or a folder. Symbolic links and devices are refused. */
export async function lookAt(source: string, path: string): Promise<FoundEntry> {
  const stats = await onPath(path, () => statOf(path === '' ? source : join(source, path)));
  if (stats === null) throw new MoveError('SOURCE_CHANGED', `${named(path)}: It is gone.`);
  if (stats.isDirectory()) return { kind: 'FOLDER', path };
  if (stats.isFile()) return { kind: 'FILE', path, bytes: Number(stats.size), stamp: sourceStamp(stats) };
  const kind = stats.isSymbolicLink() ? 'a symbolic link' : 'a device, pipe or socket';
  const says = `${named(path)} is ${kind}; only plain files and folders are transferred. Remove it or transfer what is beside it.`;
  throw new MoveError('SPECIAL_FILE', says);
}

async function namesIn(source: string, path: string): Promise<readonly string[]> {
  const names = await onPath(path, () => readdir(path === '' ? source : join(source, path)));
  const unreadable = names.find((name) => name.includes(replacement));
  if (unreadable !== undefined) {
    const says = `${named(path)} has a name that is not UTF-8 (${named(unreadable)}). Rename it and start again.`;
    throw new MoveError('FILE_NAME_UNSUPPORTED', says);
  }
  return names.filter((name) => !isStagingName(name)).sort();
}

/** Everything below a source, folders before what is in them; the file alone when the source is one. */
export async function* scanFolder(source: string, signal: AbortSignal): AsyncGenerator<FoundEntry, void, undefined> {
  const first = await lookAt(source, '');
  if (first.kind === 'FILE') {
    yield first;
    return;
  }
  yield first;
  const waiting: string[] = [''];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const below: string[] = [];
    for (const name of await namesIn(source, folder)) {
      signal.throwIfAborted();
      const entry = await lookAt(source, folder === '' ? name : `${folder}/${name}`);
      if (entry.kind === 'FOLDER') below.push(entry.path);
      yield entry;
    }
    waiting.push(...below.reverse());
  }
}
