import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { systemClock } from '../../../lib/clock.ts';
import { freePort } from '../../../lib/freePort.ts';
import type { Log } from '../../../lib/log.ts';
import { hasEnded, sendSignal } from '../../../lib/processes.ts';
import type { PostgresBinaries } from './postgresBinaries.ts';
import { runAs } from './runAs.ts';
import type { ServerAccount } from './serverAccount.ts';

/** A PostgreSQL server that is our child. */
export interface Postmaster {
  readonly port: number;
  readonly pid: number;
  /** Resolves when the server has ended, wanted or not. Never rejects. */
  readonly ended: Promise<void>;
  /** Ends it: sessions are cut, the data is left clean. */
  stop(): Promise<void>;
}

/** How to start one. */
export interface PostmasterOptions {
  readonly binaries: PostgresBinaries;
  readonly data: string;
  readonly account: ServerAccount | null;
  readonly log: Log;
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  fsync: 'on',
  io_method: 'sync',
  jit: 'off',
  // Disks of today have no arm to move: an index in the order of the log is cheap also before its statistics are known.
  random_page_cost: '1.1',
  timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '',
  // Errors of statements reach whoever sent them; the server's log is for the server's own troubles.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

const startWithinMs = 60_000;
const keptLines = 20;

/** Ends the server when the process that holds the other end of its standard input is gone, however that went. */
const watchScript = 'read -r line; kill -INT "$1"';

/** A child that must neither keep this process alive nor get the terminal's Ctrl-C, which is for us to handle in order. */
function startApart(
  command: string,
  args: readonly string[],
  account: ServerAccount | null,
  stdio: ['ignore' | 'pipe', 'ignore', 'ignore' | 'pipe'],
): ChildProcess {
  const run = runAs(account, command, args);
  const child = spawn(run.command, run.args, {
    stdio,
    detached: true,
    cwd: '/',
    ...run.identity,
    env: { PATH: '/usr/bin:/bin' },
  });
  child.unref();
  return child;
}

function startWatch(pid: number, account: ServerAccount | null, log: Log): () => void {
  if (process.platform === 'win32') return () => undefined;
  const watch = startApart('/bin/sh', ['-c', watchScript, 'weft-watch', String(pid)], account, [
    'pipe',
    'ignore',
    'ignore',
  ]);
  const { stdin } = watch;
  if (stdin !== null && 'unref' in stdin && typeof stdin.unref === 'function') stdin.unref();
  stdin?.on('error', () => undefined);
  watch.on('error', (error) => log.warn({ err: error }, 'nobody watches the database: it may outlive this process'));
  return () => watch.kill('SIGKILL');
}

function forward(line: string, log: Log): void {
  if (/^(FATAL|PANIC):/.test(line)) log.warn({ line }, 'the embedded database reports');
  else log.debug({ line }, 'the embedded database reports');
}

/** Ends a server step by step: politely, then at once with recovery at the next start, then by force. */
export async function endServer(pid: number): Promise<void> {
  sendSignal(pid, 'SIGINT');
  if (await hasEnded(pid, 5_000)) return;
  sendSignal(pid, 'SIGQUIT');
  if (await hasEnded(pid, 2_000)) return;
  sendSignal(pid, 'SIGKILL');
  await hasEnded(pid, 2_000);
}

/** Resolves when the server takes connections; rejects with what it said when it ended before that. */
function untilReady(child: ChildProcess, log: Log): Promise<void> {
  const lines: string[] = [];
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new Error(`The embedded PostgreSQL was not ready after ${startWithinMs / 1000} s:\n${lines.join('\n')}`));
      child.kill('SIGQUIT');
    }, startWithinMs);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    child.once('error', (cause) => fail(new Error('The embedded PostgreSQL could not be started', { cause })));
    child.once('close', () => fail(new Error(`The embedded PostgreSQL ended while starting:\n${lines.join('\n')}`)));
    if (child.stderr === null) return;
    createInterface({ input: child.stderr }).on('line', (line) => {
      forward(line, log);
      lines.push(line);
      if (lines.length > keptLines) lines.shift();
      if (!line.includes('database system is ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
  });
}

async function startOn(port: number, options: PostmasterOptions): Promise<Postmaster> {
  const { binaries, data, account, log } = options;
  const parameters = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const child = startApart(binaries.postgres, ['-D', data, ...parameters], account, ['ignore', 'ignore', 'pipe']);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  await untilReady(child, log);
  const { pid, stderr } = child;
  if (pid === undefined) throw new Error('The embedded PostgreSQL has no process');
  if (stderr !== null && 'unref' in stderr && typeof stderr.unref === 'function') stderr.unref();
  const stopWatch = startWatch(pid, account, log);
  ended.then(stopWatch, () => undefined);
  const stop = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) await endServer(pid);
    await ended;
  };
  return { port, pid, ended, stop };
}

const attempts = 20;
const attemptPauseMs = 100;

/** Starts a server on the cluster in `data`, on the given port or a free one. */
export async function startPostmaster(options: PostmasterOptions, port: number | null): Promise<Postmaster> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(port ?? (await freePort()), options);
    } catch (error) {
      // Someone took the free port first; or the memory of a server that was killed is still being given back.
      const passing = /could not (bind|create any TCP)|pre-existing shared memory block/.test(String(error));
      if (!passing || attempt === attempts) throw error;
      options.log.debug({ err: error }, 'the embedded database is started again');
      await systemClock.sleep(attemptPauseMs, new AbortController().signal);
    }
  }
}
