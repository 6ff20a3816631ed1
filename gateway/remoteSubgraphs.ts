import { ClientError } from '../lib/errors.ts';
import { StartError } from './startError.ts';
import { type RemoteClient, remoteClient } from './subgraph/remoteClient.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

/** The subgraphs of any supergraph, at the addresses that it states. */
export interface RemoteSubgraphs {
  /** Throws StartError naming every subgraph that has no address. */
  accept(supergraph: Supergraph): void;
  /** The client of a subgraph at the address that this generation has for it. */
  of(name: string, supergraph: Pick<Supergraph, 'subgraphUrls'>): SubgraphClient;
  close(): Promise<void>;
}

/**
 * Clients are kept by name and address: what is in flight when another supergraph comes finishes where it began. `addresses` go before
 * those of the supergraph.
 */
export function remoteSubgraphs(addresses: ReadonlyMap<string, string>, timeoutMs: number): RemoteSubgraphs {
  const clients = new Map<string, Map<string, RemoteClient>>();
  const clientAt = (name: string, url: string): RemoteClient => {
    const byUrl = clients.get(name) ?? new Map<string, RemoteClient>();
    clients.set(name, byUrl);
    const known = byUrl.get(url) ?? remoteClient({ name, url, timeoutMs });
    byUrl.set(url, known);
    return known;
  };
  return {
    accept({ subgraphUrls }) {
      const stated = [...subgraphUrls].map(([name, url]) => [name, addresses.get(name) ?? url] as const);
      const missing = stated.filter(([, url]) => !URL.canParse(url)).map(([name]) => name);
      if (missing.length === 0) return;
      const says = `The supergraph states no address for: ${missing.join(', ')}. Give each by --subgraph NAME=URL.`;
      throw new StartError(says);
    },
    of(name, { subgraphUrls }) {
      const url = addresses.get(name) ?? subgraphUrls.get(name);
      if (url === undefined) throw new ClientError('SUBGRAPH_UNAVAILABLE', `There is no subgraph "${name}".`);
      return clientAt(name, url);
    },
    async close() {
      const all = [...clients.values()].flatMap((byUrl) => [...byUrl.values()]);
      await Promise.all(all.map((client) => client.close()));
    },
  };
}
