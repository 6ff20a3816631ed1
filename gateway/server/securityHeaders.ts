import type { IncomingMessage } from 'node:http';

/** The sources that a page may load from, by directive of Content-Security-Policy. */
export type ContentPolicy = Readonly<Record<string, string>>;

/** What every page gets: it may be framed by nobody, and its content may be read by no page of another origin. */
export function pageHeaders(policy: ContentPolicy): Record<string, string> {
  const directives = {
    'default-src': "'none'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return {
    'content-security-policy': Object.entries({ ...directives, ...policy })
      .map(([directive, sources]) => `${directive} ${sources}`)
      .join('; '),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
  };
}

/**
 * This server itself as a source of `connect-src`, also by WebSocket: not every browser counts `ws:` under 'self'. The name comes
 * from the request, because a server does not know under which ones it is reached; a strange one is left out.
 */
export function connectSources({ headers }: IncomingMessage): string {
  const { host = '' } = headers;
  return /^[A-Za-z0-9.:[\]_-]+$/.test(host) ? `'self' ws://${host} wss://${host}` : "'self'";
}
