import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('./runner.mjs', import.meta.url));

/** The process that looks after one running job: it outlives neither the job nor, but for a moment, this process. */
export interface Supervisor {
  /** Asks for the end of the job. */
  cancel(): void;
  /** Lets go of it: it ends the job and writes how. */
  release(): void;
  /** Ends it by force. The job it looked after is left to whoever finds it. */
  kill(): void;
  /** Resolves when it has ended, however. Never rejects. */
  readonly ended: Promise<void>;
}

function untilEnded(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('close', () => resolve());
  });
}

/** Starts the supervisor of the job in the folder, whose order must be there. `onStart` hears when the job's process is there. */
export function startSupervisor(folder: string, onStart: (startedAt: Date) => void): Supervisor {
  const child = spawn(process.execPath, ['--max-old-space-size=64', program, folder], {
    // Its own session: a Ctrl-C in our terminal is for us to handle in order.
    detached: true,
    cwd: '/',
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const { stdin, stdout } = child;
  stdin.on('error', () => undefined); // It has ended: `ended` tells.
  createInterface({ input: stdout }).on('line', (line) => {
    const [, at] = /^started (\S+)$/.exec(line) ?? [];
    if (at !== undefined) onStart(new Date(at));
  });
  return {
    cancel: () => void stdin.write('cancel\n'),
    release: () => void stdin.end(),
    kill: () => void child.kill('SIGKILL'),
    ended: untilEnded(child),
  };
}
