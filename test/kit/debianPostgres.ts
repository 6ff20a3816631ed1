import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import postgres from 'postgres';
import { dataFolder } from './weftProcess.ts';

/** The oldest PostgreSQL that Weft supports, as Debian 12 ships it. */
export const debianPostgresPath = '/usr/lib/postgresql/15/bin';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** `user` of this machine, by number; PostgreSQL refuses to run as root. */
function account(): { readonly uid: number; readonly gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout.trim());
  return { uid: id('-u'), gid: id('-g') };
}

/** Starts a PostgreSQL 15 in the foreground on a free port of loopback; ended at the end of the scope. */
export async function debianPostgres(): Promise<AsyncDisposable & { readonly url: string }> {
  const folder = await dataFolder();
  await chmod(folder.path, 0o777);
  const data = join(folder.path, 'data');
  await mkdir(data, { mode: 0o777 });
  await chmod(data, 0o777);
  const own = account();
  const made = spawnSync(
    join(debianPostgresPath, 'initdb'),
    ['-D', join(data, 'cluster'), '-U', 'weft', '--auth=trust', '--encoding=UTF8', '--locale=C'],
    { ...own, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  const port = await freePort();
  const settings = ['-h', '127.0.0.1', '-p', String(port), '-k', ''];
  const server = spawn(join(debianPostgresPath, 'postgres'), ['-D', join(data, 'cluster'), ...settings], {
    ...own,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise<void>((resolve, reject) => {
    // The pipe stays open: a server that cannot write its log would end.
    server.stderr.on('data', (chunk) => String(chunk).includes('ready to accept connections') && resolve());
    server.once('exit', () => reject(new Error('PostgreSQL ended at its start')));
  });
  const url = `postgres://weft@127.0.0.1:${port}/postgres`;
  const sql = postgres(url, { max: 1 });
  await sql`create database weft`;
  await sql.end();
  return {
    url: `postgres://weft@127.0.0.1:${port}/weft`,
    async [Symbol.asyncDispose]() {
      const ended = once(server, 'close');
      server.kill('SIGINT');
      await ended;
      await folder[Symbol.asyncDispose]();
    },
  };
}
