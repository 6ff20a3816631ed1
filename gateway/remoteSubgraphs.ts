import { ClientError } from '../lib/errors.ts';
import { StartError } from './startError.ts';
import { type RemoteClient, remoteClient } from './subgraph/remoteClient.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

/** The subgraphs of any supergraph, at the addresses that it states. */
export interface RemoteSubgraphs {
  /** Throws StartError naming every subgraph that has no address. */
  accept(supergraph: Supergraph): void;
  /** The client of a subgraph at the last address that was accepted for it. */
  of(name: string): SubgraphClient;
  close(): Promise<void>;
}

/**
 * Clients are kept by name and address: what is in flight when another supergraph comes finishes where it began. `addresses` go before
 * those of the supergraph.
 */
export function remoteSubgraphs(addresses: ReadonlyMap<string, string>, timeoutMs: number): RemoteSubgraphs {
  const clients = new Map<string, RemoteClient>();
  const urls = new Map<string, string>();
  const clientAt = (name: string, url: string): RemoteClient => {
    const key = JSON.stringify([name, url]);
    const known = clients.get(key) ?? remoteClient({ name, url, timeoutMs });
    clients.set(key, known);
    return known;
  };
  return {
    accept({ subgraphUrls }) {
      const stated = [...subgraphUrls].map(([name, url]) => [name, addresses.get(name) ?? url] as const);
      const missing = stated.filter(([, url]) => !URL.canParse(url)).map(([name]) => name);
      if (missing.length > 0) {
        const says = `The supergraph states no address for: ${missing.join(', ')}. Give each by --subgraph NAME=URL.`;
        throw new StartError(says);
      }
      for (const [name, url] of stated) urls.set(name, url);
    },
    of(name) {
      const url = urls.get(name);
      if (url === undefined) throw new ClientError('SUBGRAPH_UNAVAILABLE', `There is no subgraph "${name}".`);
      return clientAt(name, url);
    },
    close: async () => void (await Promise.all([...clients.values()].map((client) => client.close()))),
  };
}
