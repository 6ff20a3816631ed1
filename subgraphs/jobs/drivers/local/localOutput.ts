import { watch } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { OutputSource } from '../scheduler.ts';

/** How often a file is looked at when the system does not tell of changes, as on some network file systems. */
const slowPollMs = 1_000;

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw error;
  }
}

async function readPart(path: string, fromByte: number, maxBytes: number): Promise<Uint8Array> {
  const length = Math.max(0, Math.min(maxBytes, (await sizeOf(path)) - fromByte));
  if (length === 0) return new Uint8Array();
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, fromByte);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Waits for a change of the file, an abort, or a while. Begins to listen before it looks, so that nothing falls in between. */
function untilChanged(path: string, fromByte: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    let stopWatching = (): void => undefined;
    const finish = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', finish);
      stopWatching();
      resolve();
    };
    const timer = setTimeout(finish, slowPollMs);
    signal.addEventListener('abort', finish, { once: true });
    try {
      const watcher = watch(path, { persistent: false }, finish);
      watcher.on('error', finish);
      stopWatching = () => watcher.close();
    } catch {
      // Not there yet, or no watches left on this machine: the slow poll tells.
    }
    sizeOf(path).then((size) => {
      if (size > fromByte) finish();
    }, finish);
  });
}

/** A file that a job writes. */
export function localOutput(path: string): OutputSource {
  return {
    size: () => sizeOf(path),
    read: (fromByte, maxBytes) => readPart(path, fromByte, maxBytes),
    changed: (fromByte, signal) => untilChanged(path, fromByte, signal),
  };
}
