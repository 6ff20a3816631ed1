import type { SupergraphSource } from './supergraphSource.ts';

const maxBytes = 64 * 1024 * 1024;
const fetchTimeoutMs = 10_000;

/** A supergraph at an http(s) address. What the server says of its version is sent back, so that an unchanged one need not be sent again. */
export function supergraphAddress(address: string): SupergraphSource {
  let validators: Readonly<Record<string, string>> = {};
  return {
    async read(signal) {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(fetchTimeoutMs)]);
      const answer = await fetch(address, { signal: bounded, redirect: 'error', headers: validators });
      if (answer.status === 304) return null;
      if (!answer.ok) {
        await answer.body?.cancel();
        throw new Error(`${address} answered with status ${answer.status}.`);
      }
      const text = await boundedText(answer, address);
      validators = validatorsOf(answer.headers);
      return text;
    },
    watch: () => () => undefined,
  };
}

function validatorsOf(headers: Headers): Readonly<Record<string, string>> {
  const etag = headers.get('etag');
  if (etag !== null) return { 'if-none-match': etag };
  const modified = headers.get('last-modified');
  return modified === null ? {} : { 'if-modified-since': modified };
}

async function boundedText(answer: Response, address: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let receivedBytes = 0;
  for await (const chunk of answer.body ?? []) {
    receivedBytes += chunk.byteLength;
    if (receivedBytes > maxBytes) throw new Error(`${address} is larger than ${maxBytes} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
