import { type FSWatcher, type Stats, watch } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { SupergraphSource } from './supergraphSource.ts';

/** A save is several events, and a copy takes a moment: the file is looked at so long after the first of them. */
const quietMs = 100;

const stampOf = ({ ino, size, mtimeMs, ctimeMs }: Stats): string => [ino, size, mtimeMs, ctimeMs].join(':');

/**
 * A supergraph in a file. It may be written in place, or another file may be renamed to its name, or a link on the way to it may be turned: the
 * folder is watched, not the file.
 * Where watching is not to be had (network file systems), the regular looks find what is new.
 */
export function supergraphInFile(file: string): SupergraphSource {
  const path = resolve(file);
  let seen = '';
  return {
    async read() {
      const stamp = stampOf(await stat(path));
      if (stamp === seen) return null;
      const text = await readFile(path, 'utf8');
      // What was written during the reading is read again at the next look.
      seen = stampOf(await stat(path)) === stamp ? stamp : '';
      return text;
    },
    watch(onChange) {
      let timer: NodeJS.Timeout | undefined;
      const watcher = watched(dirname(path), () => {
        timer ??= setTimeout(() => {
          timer = undefined;
          onChange();
        }, quietMs);
      });
      return () => {
        clearTimeout(timer);
        watcher?.close();
      };
    },
  };
}

function watched(folder: string, onEvent: () => void): FSWatcher | null {
  try {
    const watcher = watch(folder, { persistent: false }, onEvent);
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
