import type { IncomingMessage } from 'node:http';
import { isLoopbackHost } from './loopback.ts';

/** Decides which web pages may talk to this server, and under which names it answers. */
export interface OriginPolicy {
  /** True without an Origin header (no browser), for this server's own pages, for pages of this machine, and for the configured origins. */
  allowsOrigin(request: IncomingMessage): boolean;
  /**
   * A server that listens on loopback answers only to loopback names. Otherwise a page of the open web whose name is made to
   * resolve to 127.0.0.1 (DNS rebinding) would be on our own origin, and could read the explorer with its token.
   */
  allowsHost(request: IncomingMessage): boolean;
  /** Headers that allowed pages may send because subgraphs are sent them. */
  readonly forwardedHeaders: readonly string[];
}

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/** The policy for one listening address. `allowedOrigins` are complete origins such as `https://portal.example`. */
export function originPolicy(options: {
  readonly loopbackOnly: boolean;
  readonly allowedOrigins: readonly string[];
  readonly forwardedHeaders: readonly string[];
}): OriginPolicy {
  const origins = new Set(options.allowedOrigins);
  const hosts = new Set(options.allowedOrigins.flatMap((origin) => parsed(origin)?.host ?? []));
  let known = ''; // the name that was asked for last and was right; nearly always the same
  return {
    forwardedHeaders: options.forwardedHeaders,
    allowsOrigin({ headers }) {
      if (headers.origin === undefined) return true;
      const origin = parsed(headers.origin);
      if (origin === null) return false; // also the opaque origin "null" of sandboxed frames
      return origins.has(origin.origin) || origin.host === headers.host || isLoopbackHost(origin.hostname);
    },
    allowsHost({ headers }) {
      if (!options.loopbackOnly) return true;
      if (headers.host === undefined) return false;
      if (headers.host === known) return true;
      const host = parsed(`http://${headers.host}`);
      if (host === null || !(isLoopbackHost(host.hostname) || hosts.has(host.host))) return false;
      known = headers.host;
      return true;
    },
  };
}
