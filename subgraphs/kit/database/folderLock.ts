import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning, processStart } from '../../../lib/processes.ts';

/** A folder that this process alone works in. */
export interface FolderLock {
  release(): Promise<void>;
}

const attempts = 20;

/** True when the process that wrote this lock still runs. Its start is compared too: process ids are used again. */
function isHeld(content: string): boolean {
  const [pidText = '', start = ''] = content.split('\n');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid)) return false;
  return start === '' || processStart(pid) === start;
}

async function contentOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Creates the lock file with its content in one step; false when there is one. */
async function linkInto(own: string, path: string): Promise<boolean> {
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Takes away the lock of a process that is gone. If someone was quicker and a live lock was moved, it is put back. */
async function removeStale(path: string, aside: string): Promise<void> {
  try {
    await rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = await contentOf(aside);
  if (moved !== null && isHeld(moved)) await linkInto(aside, path);
  await rm(aside, { force: true });
}

/**
 * Makes this process the only one on the folder, by a file `lock` in it that names the process. Throws when another live
 * process has it; takes over what a dead one left.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const path = join(folder, 'lock');
  const own = join(folder, `lock.${process.pid}`);
  await writeFile(own, `${process.pid}\n${processStart(process.pid) ?? ''}\n`);
  try {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      if (await linkInto(own, path)) return { release: () => rm(path, { force: true }) };
      const content = await contentOf(path);
      if (content !== null && isHeld(content))
        throw new Error(
          `The data folder ${folder} is in use by process ${content.split('\n')[0] ?? '?'}. Stop that process, or set WEFT_DATA to another folder.`,
        );
      if (content !== null) await removeStale(path, join(folder, `lock.stale.${process.pid}`));
    }
    throw new Error(
      `The lock of the data folder ${folder} could not be taken. Remove ${path} when no Weft runs on it.`,
    );
  } finally {
    await rm(own, { force: true });
  }
}
