import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { systemClock } from './clock.ts';

const never = new AbortController().signal;

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** True while the process runs, whoever owns it. One that has ended and waits for its parent (a zombie) does not run. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const status = readText(`/proc/${pid}/stat`);
  // "1234 (name) S …"; a name may hold anything, also a parenthesis.
  return status === null || status.slice(status.lastIndexOf(')') + 2, status.lastIndexOf(')') + 3) !== 'Z';
}

/** When the process began, as text that no later process with the same id has. Null when there is no telling. */
export function processStart(pid: number): string | null {
  const status = readText(`/proc/${pid}/stat`);
  if (status !== null) {
    const ticks = status.slice(status.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${(readText('/proc/sys/kernel/random/boot_id') ?? '').trim()} ${ticks}`;
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

/** Resolves to true when the process has ended, to false when it still runs after `withinMs`. */
export async function hasEnded(pid: number, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isRunning(pid)) {
    if (performance.now() >= deadline) return false;
    await systemClock.sleep(10, never);
  }
  return true;
}

/** Sends a signal; a process that is gone already is what the sender wanted. */
export function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
