import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const command = fileURLToPath(new URL('../../gateway/weft.mjs', import.meta.url));

/** How a process ended, and all that it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
}

/** One `weft` process, as a user starts it. */
export interface WeftProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  /** Resolves with the first match of a line of output; rejects when the process ends or `withinMs` passes first. */
  line(pattern: RegExp, withinMs?: number): Promise<RegExpMatchArray>;
  readonly ended: Promise<Ended>;
  output(): string;
  kill(signal: NodeJS.Signals): void;
}

/** A new folder for data, removed at the end of the scope. Any user may pass through it: neither the database nor jobs run as root. */
export async function dataFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'weft-test-'));
  await chmod(path, 0o755);
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Runs `weft <parameters>` with nothing of this process's settings but PATH; killed at the end of the scope. */
export function runWeft(parameters: readonly string[], env: Readonly<Record<string, string>> = {}): WeftProcess {
  const child = spawn(process.execPath, [command, ...parameters], {
    env: { PATH: process.env['PATH'], LOG_LEVEL: 'warn', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const watchers = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      for (const look of [...watchers]) look();
    });
  }
  const ended = once(child, 'close').then(
    ([code, signal]): Ended => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      output: lines.join('\n'),
    }),
  );
  const line = (pattern: RegExp, withinMs = 30_000): Promise<RegExpMatchArray> =>
    new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        clearTimeout(timer);
        watchers.delete(look);
        settle();
      };
      const look = (): void => {
        for (const text of lines) {
          const match = pattern.exec(text);
          if (match === null) continue;
          finish(() => resolve(match));
          return;
        }
      };
      const fail = (why: string): void => finish(() => reject(new Error(`${why}; it wrote:\n${lines.join('\n')}`)));
      const timer = setTimeout(() => fail(`No line matched ${pattern} within ${withinMs} ms`), withinMs);
      watchers.add(look);
      void ended.then(() => {
        look();
        fail(`The process ended before a line matched ${pattern}`);
      });
      look();
    });
  return {
    child,
    line,
    ended,
    output: () => lines.join('\n'),
    kill: (signal) => void child.kill(signal),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM');
        const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
        await ended;
        clearTimeout(timer);
      }
    },
  };
}
