// Runs in a thread of its own: hashing is the only part of moving files that takes the processor for long.
import { createHash } from 'node:crypto';
import { parentPort } from 'node:worker_threads';

/** Hashes that were begun, by id. */
const hashes = new Map();

parentPort.on('message', ({ id, kind, buffer, length }) => {
  if (kind === 'update') {
    const hash = hashes.get(id) ?? createHash('sha256');
    hashes.set(id, hash);
    hash.update(new Uint8Array(buffer, 0, length));
    // The memory goes back to be filled again.
    parentPort.postMessage({ id, buffer }, [buffer]);
    return;
  }
  const hash = hashes.get(id) ?? createHash('sha256');
  hashes.delete(id);
  if (kind === 'digest') parentPort.postMessage({ id, digest: hash.digest('hex') });
});
