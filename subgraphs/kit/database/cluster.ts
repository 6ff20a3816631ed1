import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Log } from '../../../lib/log.ts';
import { isRunning } from '../../../lib/processes.ts';
import type { PostgresBinaries } from './postgresBinaries.ts';
import { endServer } from './postmaster.ts';
import { runAs } from './runAs.ts';
import type { ServerAccount } from './serverAccount.ts';

/** The administrator of an embedded database. */
export const administrator = 'weft';

async function textOf(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The administrator's password: made once, readable by the owner of the folder alone. */
async function passwordOf(folder: string): Promise<string> {
  const path = join(folder, 'password');
  const known = await textOf(path);
  if (known !== null) return known.trim();
  const password = randomBytes(24).toString('base64url');
  await writeFile(path, `${password}\n`, { mode: 0o600, flag: 'wx' });
  return password;
}

async function initialise(
  folder: string,
  data: string,
  password: string,
  binaries: PostgresBinaries,
  account: ServerAccount | null,
): Promise<void> {
  // Made aside and renamed, so that a start that was cut short leaves nothing that looks finished.
  const unfinished = `${data}.unfinished`;
  const passwordFile = join(folder, 'password.initdb');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  const options = [
    '--username',
    administrator,
    '--pwfile',
    passwordFile,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
  ];
  const locale = ['--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8'];
  try {
    if (account !== null) for (const path of [unfinished, passwordFile]) await chown(path, account.uid, account.gid);
    const run = runAs(account, binaries.initdb, ['-D', unfinished, '--no-instructions', ...options, ...locale]);
    await promisify(execFile)(run.command, run.args, {
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      ...run.identity,
    });
  } catch (cause) {
    throw new Error(`The embedded database could not be made in ${folder}: ${String(cause)}`, { cause });
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(unfinished, data);
}

/** Makes the cluster in `data` unless there is one. Gives the administrator's password. */
export async function openCluster(
  folder: string,
  data: string,
  binaries: PostgresBinaries,
  account: ServerAccount | null,
): Promise<string> {
  const version = await textOf(join(data, 'PG_VERSION'));
  const password = await passwordOf(folder);
  if (version === null) await initialise(folder, data, password, binaries, account);
  else {
    const { stdout } = await promisify(execFile)(binaries.postgres, ['--version']);
    const major = /(\d+)/.exec(stdout)?.[1];
    if (major !== version.trim())
      throw new Error(
        `The data in ${data} is of PostgreSQL ${version.trim()}, but this Weft brings ${major}. Dump it with that version and load it into a new folder (docs/operations.md), or set DATABASE_URL.`,
      );
  }
  return password;
}

/** True when the process is a server on this data: an id may have gone to somebody else since. */
async function servesData(pid: number, data: string): Promise<boolean> {
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === data;
  } catch {
    if (process.platform === 'linux') return false;
    const { stdout } = await promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]).catch(() => ({
      stdout: '',
    }));
    return stdout.includes(data);
  }
}

/** Ends the server that a killed Weft left on this data. The caller holds the folder's lock, so nobody else wants it. */
export async function endOrphan(data: string, log: Log): Promise<void> {
  const [firstLine = ''] = ((await textOf(join(data, 'postmaster.pid'))) ?? '').split('\n');
  const pid = Number(firstLine);
  if (!Number.isInteger(pid) || pid <= 0 || !isRunning(pid) || !(await servesData(pid, data))) return;
  log.info({ pid }, 'ending the database server that an earlier run left behind');
  await endServer(pid);
}
