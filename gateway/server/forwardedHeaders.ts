import type { IncomingMessage } from 'node:http';

/** Headers of one connection, or of the way between two proxies: never passed on, whatever is configured. */
const ownHeaders: ReadonlySet<string> = new Set([
  'connection',
  'content-length',
  'content-type',
  'content-encoding',
  'accept',
  'accept-encoding',
  'expect',
  'host',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'weft-viewer',
]);

/** True for a header that may go on to subgraphs; the others belong to one connection or one body. */
export function isForwardable(name: string): boolean {
  return !ownHeaders.has(name) && !name.startsWith('sec-websocket-');
}

/** The headers of these names (lower case) that a request has; undefined when it has none, or none is wanted. */
export function forwardedHeaders(
  { headers }: Pick<IncomingMessage, 'headers'>,
  names: readonly string[] | undefined,
): ReadonlyMap<string, string> | undefined {
  if (names === undefined || names.length === 0) return undefined;
  const found = new Map<string, string>();
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) found.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return found.size === 0 ? undefined : found;
}
