import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';

const maxBytes = 64 * 1024 * 1024;
const fetchTimeoutMs = 10_000;

/** Reads a supergraph from a file, or from an http(s) address. Rejects with what is wrong, naming the source. */
export async function readSupergraphSource(source: string): Promise<string> {
  if (!/^https?:\/\//.test(source)) return await readFile(resolve(source), 'utf8');
  const answer = await fetch(source, { signal: AbortSignal.timeout(fetchTimeoutMs), redirect: 'error' });
  if (!answer.ok) throw new Error(`${source} answered with status ${answer.status}.`);
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const chunk of answer.body ?? []) {
    receivedBytes += chunk.byteLength;
    if (receivedBytes > maxBytes) throw new Error(`${source} is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
