import type { HttpTransport } from './http/httpTransport.ts';
import { plainTransport } from './http/plainTransport.ts';
import { secureTransport } from './http/secureTransport.ts';

/** A hook may make an address of each request; more than these are left to the fetcher of the data source. */
const maxAddresses = 200;
/** Data sources have no limits of their own; these only keep the process whole. */
const limits = { maxBodyBytes: 256 * 1024 * 1024, maxConnections: Number.POSITIVE_INFINITY, connectMs: 60_000 };

/** Connections for data sources, by address. */
export interface SourceTransports {
  /** Null for an address that is left to the fetcher of the data source. */
  at(url: string): HttpTransport | null;
  /** Closes the connections; what is under way fails. */
  close(): Promise<void>;
}

/** Made where a data source is first asked to send to an address, and kept. */
export function sourceTransports(): SourceTransports {
  const known = new Map<string, HttpTransport | null>();
  return {
    at(url) {
      const transport = known.get(url);
      if (transport !== undefined) return transport;
      if (known.size >= maxAddresses) return null;
      const made = make(url);
      known.set(url, made);
      return made;
    },
    async close() {
      await Promise.all([...known.values()].map(async (transport) => await transport?.close()));
    },
  };
}

function make(text: string): HttpTransport | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isPlain = url.protocol === 'http:';
  if ((!isPlain && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return null;
  const target = { url, headers: [], contentTypes: { has: () => true }, wantsFields: true, ...limits };
  return isPlain ? plainTransport(target) : secureTransport(target);
}
