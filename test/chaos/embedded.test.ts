import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLog } from '../../lib/log.ts';
import { hasEnded, isRunning } from '../../lib/processes.ts';
import { openDatabase } from '../../subgraphs/kit/database/database.ts';
import { startEmbedded } from '../../subgraphs/kit/database/embedded.ts';
import { serverAccount } from '../../subgraphs/kit/database/serverAccount.ts';

let folder: string;
const children = new Set<ChildProcess>();

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weft-embedded-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const child of children) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  // Ends what a killed child may have left.
  await (await startEmbedded(folder, silentLog).catch(() => null))?.close();
  await rm(folder, { recursive: true, force: true });
});

interface Writer {
  readonly pid: number;
  readonly url: string;
  /** Kills it without warning after so many rows were acknowledged, and gives the number of the last of them. */
  killAfter(rows: number): Promise<number>;
}

/** A process that has the folder and writes into it. */
async function startWriter(): Promise<Writer> {
  const path = fileURLToPath(new URL('./embedded.child.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', path, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  child.once('exit', () => children.delete(child));
  // Its output may end before it has.
  const ended = once(child, 'exit');
  if (child.stdout === null || child.pid === undefined) throw new Error('The writer has no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const first = await lines.next();
  return {
    pid: child.pid,
    url: String(first.value).replace('ready ', ''),
    async killAfter(rows) {
      let last = 0;
      for (let row = 1; ; row += 1) {
        const line = await lines.next();
        if (line.done === true) break;
        last = Number(line.value.replace('row ', ''));
        if (row === rows) child.kill('SIGKILL');
      }
      await ended;
      return last;
    },
  };
}

async function postmasterPid(): Promise<number> {
  return Number((await readFile(join(folder, 'data', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function rowsIn(url: string): Promise<number> {
  await using database = openDatabase(url, { role: null, max: 1 });
  const [row] = await database.sql<{ n: number }[]>`select count(*)::int as n from acknowledged`;
  return row?.n ?? 0;
}

describe('startEmbedded', () => {
  it('makes a database that flushes what it acknowledges, and finds it again at the next start', async () => {
    const first = await startEmbedded(folder, silentLog);
    await using database = openDatabase(first.url, { role: null, max: 1 });
    const [row] = await database.sql<{ fsync: string }[]>`select current_setting('fsync') as fsync`;
    expect(row?.fsync).toBe('on');
    await database.sql`create table acknowledged as select 1 as n`;
    await database.close();
    await first.close();
    await first.close();
    const second = await startEmbedded(folder, silentLog);
    expect(await rowsIn(second.url)).toBe(1);
    await second.close();
    expect(await readdir(folder)).toEqual(['data', 'password']);
  });

  it('keeps the password for the owner of the folder, and the data for the server’s user', async () => {
    const { close } = await startEmbedded(folder, silentLog);
    const [password, data] = [await stat(join(folder, 'password')), await stat(join(folder, 'data'))];
    expect(password.mode & 0o777).toBe(0o600);
    expect(data.mode & 0o777).toBe(0o700);
    // Root does not run it: PostgreSQL would refuse.
    expect(data.uid).toBe(serverAccount()?.uid ?? process.getuid?.());
    await close();
  });

  it('refuses a folder in which another process works, and says which and what to do', async () => {
    const { pid, url } = await startWriter();
    await expect(startEmbedded(folder, silentLog)).rejects.toThrow(
      new RegExp(`${folder} is in use by process ${pid}.*WEFT_DATA`),
    );
    expect(await rowsIn(url)).toBeGreaterThanOrEqual(0);
  });

  it('refuses a second start in the same process', async () => {
    const { close } = await startEmbedded(folder, silentLog);
    await expect(startEmbedded(folder, silentLog)).rejects.toThrow(`in use by process ${process.pid}`);
    await close();
  });

  it('lets exactly one of several simultaneous starts have the folder that a dead process had locked', async () => {
    await writeFile(join(folder, 'lock'), '999999999\nlong ago\n');
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => startEmbedded(folder, silentLog)));
    const started = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(started).toHaveLength(1);
    await started[0]?.close();
  });

  it('has every acknowledged row after its process was killed, three times over', async () => {
    let acknowledged = 0;
    for (const rows of [50, 120, 200]) {
      const writer = await startWriter();
      acknowledged = await writer.killAfter(rows);
    }
    const { url, close } = await startEmbedded(folder, silentLog);
    // One more may have been committed without the answer getting through.
    expect(await rowsIn(url)).toBeGreaterThanOrEqual(acknowledged);
    expect(await rowsIn(url)).toBeLessThanOrEqual(acknowledged + 1);
    await close();
  });

  it('ends the server soon after its process was killed', async () => {
    const writer = await startWriter();
    const server = await postmasterPid();
    await writer.killAfter(5);
    expect(await hasEnded(server, 10_000)).toBe(true);
  });

  it('ends a server that was left behind with nobody to end it, and starts', async () => {
    const writer = await startWriter();
    const server = await postmasterPid();
    // The watch dies with its parent, as when a whole group of processes is killed; the server is in a group of its own.
    const siblings = await readFile(`/proc/${writer.pid}/task/${writer.pid}/children`, 'utf8');
    for (const pid of siblings.trim().split(' ').map(Number)) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8');
      if (command.includes('weft-watch')) process.kill(pid, 'SIGKILL');
    }
    const acknowledged = await writer.killAfter(5);
    expect(isRunning(server)).toBe(true);
    const { url, close } = await startEmbedded(folder, silentLog);
    expect(isRunning(server)).toBe(false);
    expect(await rowsIn(url)).toBeGreaterThanOrEqual(acknowledged);
    await close();
  });

  it('starts a server that was killed again, at the same address', async () => {
    const { url, close } = await startEmbedded(folder, silentLog);
    await using database = openDatabase(url, { role: null, max: 1 });
    await database.sql`create table acknowledged as select 1 as n`;
    const before = await postmasterPid();
    process.kill(before, 'SIGKILL');
    await hasEnded(before, 5_000);
    await expect.poll(() => rowsIn(url).catch(() => null), { timeout: 15_000, interval: 50 }).toBe(1);
    await close();
  });

  it('begins again where a first start was cut short', async () => {
    await mkdir(join(folder, 'data.unfinished'), { recursive: true });
    await writeFile(join(folder, 'data.unfinished', 'PG_VERSION'), 'half');
    await (await startEmbedded(folder, silentLog)).close();
    expect(await readdir(folder)).toEqual(['data', 'password']);
  });

  it('refuses the data of another version of PostgreSQL', async () => {
    await mkdir(join(folder, 'data'));
    await writeFile(join(folder, 'data', 'PG_VERSION'), '12\n');
    await expect(startEmbedded(folder, silentLog)).rejects.toThrow(/is of PostgreSQL 12, but this Weft brings 18/);
  });
});
