import { createHash } from 'node:crypto';
import { chown, lchown, mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { closedFolderOnTheWay } from '../../../kit/database/serverAccount.ts';

/**
 * When Weft is root, jobs run as users of their own, one per job that runs at a time: neither root, nor `nobody`, who may own
 * services of this machine, nor each other. The numbers lie in a range that Debian reserves and gives to nobody.
 */
export const firstJobUser = 65_100;

const anyJobUser = { uid: firstJobUser, gid: firstJobUser };

/** Users for jobs beside each other; more than any machine has cores to run single-core jobs on. */
export const mostJobUsers = 400;

/** Where a job works: its home, and its script beside it. */
export interface WorkFolder {
  readonly home: string;
  readonly script: string;
}

const isRoot = (): boolean => process.getuid?.() === 0;

/**
 * The folder that holds the work folders: below the data folder, or, when other users may not pass through to there (root's home is
 * closed to them), below /var/tmp under a name that follows from the data folder. Throws when somebody else has made that one.
 */
export async function openWorkRoot(dataFolder: string): Promise<string> {
  const inside = join(dataFolder, 'work');
  await mkdir(inside, { recursive: true, mode: 0o711 });
  if (!isRoot() || (await closedFolderOnTheWay(inside, anyJobUser)) === null) return inside;
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16);
  const outside = join('/var/tmp', `weft-work-${name}`);
  await mkdir(outside, { recursive: true, mode: 0o711 });
  const { uid, mode } = await stat(outside);
  if (uid !== 0 || (mode & 0o022) !== 0) throw new Error(`${outside} belongs to somebody else; remove it`);
  return outside;
}

/** Where the job of this key works. */
export function workFolder(root: string, key: string): WorkFolder {
  const folder = join(root, key);
  return { home: join(folder, 'home'), script: join(folder, 'script') };
}

/** Makes the work folder of a job for its user. A folder that is there already is begun anew. */
export async function createWorkFolder({ home, script }: WorkFolder, text: string, uid: number | null): Promise<void> {
  await rm(dirname(home), { recursive: true, force: true });
  await mkdir(dirname(home), { mode: 0o711 });
  await mkdir(home, { mode: 0o700 });
  await writeFile(script, text, { mode: 0o500 });
  if (uid === null) return;
  await chown(home, uid, uid);
  await chown(script, uid, uid);
}

/** Takes the folder back when the job has ended, so that a later job of the same user cannot enter it. */
export async function closeWorkFolder({ home, script }: WorkFolder): Promise<void> {
  if (!isRoot()) return;
  for (const path of [home, script]) await lchown(path, 0, 0);
}
