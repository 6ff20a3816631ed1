import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

/** How a process is started. */
export interface ChildCommand {
  readonly name: string;
  /** What Node runs, with the options before it. */
  readonly args: readonly string[];
  readonly cwd?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** A line of its output that says it is ready; the first group is its address. */
  readonly ready: RegExp;
  /** What belongs after that address. */
  readonly path?: string | undefined;
}

/** A process that is ready. */
export interface Child {
  readonly name: string;
  /** What the line that said so named. */
  readonly url: string;
  /** Sends a question and takes the next message for its answer. One at a time. */
  ask<Answer>(question: unknown): Promise<Answer>;
  [Symbol.asyncDispose](): Promise<void>;
}

const readyMs = 60_000;
const lastLines = 30;

/** Starts a Node process with a channel to it. Rejects, with the last it wrote, when it ends before it is ready or takes too long. */
export async function startChild({ name, args, cwd, env = {}, ready, path = '' }: ChildCommand): Promise<Child> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const exited = once(child, 'exit');
  const tail: string[] = [];
  const close = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const gone = await Promise.race([exited.then(() => true), pause(3_000, false, { ref: false })]);
    if (!gone) child.kill('SIGKILL');
    await exited;
  };
  const url = new Promise<string>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream ?? Readable.from([]) }).on('line', (line) => {
        tail.push(line);
        if (tail.length > lastLines) tail.shift();
        const found = ready.exec(line);
        if (found !== null) resolve(found[1] ?? '');
      });
    }
  });
  const failed = Promise.race([exited.then(() => null), pause(readyMs, null, { ref: false })]);
  const known = await Promise.race([url, failed]);
  if (known === null) {
    await close();
    throw new Error(`${name} did not start:\n${tail.join('\n')}`);
  }
  return {
    name,
    url: known + path,
    async ask<Answer>(question: unknown) {
      const answered = once(child, 'message');
      child.send(question as object);
      const [answer] = await Promise.race([
        answered,
        exited.then(() => Promise.reject(new Error(`${name} ended:\n${tail.join('\n')}`))),
      ]);
      return answer as Answer;
    },
    [Symbol.asyncDispose]: close,
  };
}
