import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Whom the server runs as. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
  /** True when a folder on the way is closed to the account, as root's home is, and it is let through all the same. */
  readonly passesClosedFolders: boolean;
}

const lastResort: ServerAccount = { uid: 65_534, gid: 65_534, passesClosedFolders: false };

/** PostgreSQL refuses to run as root; root starts it as `nobody` instead. Null: run it as who we are. */
export function serverAccount(): ServerAccount | null {
  if (process.getuid?.() !== 0) return null;
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = (line ?? '').split(':').map(Number);
  return uid !== undefined && gid !== undefined && uid > 0 && gid > 0 ? { ...lastResort, uid, gid } : lastResort;
}

/** The outermost folder on the way to `path` that the account may not enter; null when the way is free. */
export async function closedFolderOnTheWay(
  path: string,
  account: Pick<ServerAccount, 'uid' | 'gid'>,
): Promise<string | null> {
  const folders: string[] = [];
  for (let folder = path; ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (dirname(folder) === folder) break;
  }
  for (const folder of folders) {
    const { mode, uid, gid } = await stat(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return folder;
  }
  return null;
}
