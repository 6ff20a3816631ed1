import { ClientError } from '../lib/errors.ts';
import { StartError } from './startError.ts';
import { type RemoteClient, remoteClient } from './subgraph/remoteClient.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';
import type { TransportName } from './subgraph/subscriptionTransport.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

/** The subgraphs of any supergraph, at the addresses that it states. */
export interface RemoteSubgraphs {
  /** Throws StartError naming every subgraph that has no address. */
  accept(supergraph: Supergraph): void;
  /** The client of a subgraph at the address that this generation has for it. */
  of(name: string, supergraph: Pick<Supergraph, 'subgraphUrls'>): SubgraphClient;
  close(): Promise<void>;
}

/** What is said of subgraphs beside the supergraph, by their names. */
export interface RemoteSubgraphOptions {
  /** They go before those of the supergraph. */
  readonly addresses: ReadonlyMap<string, string>;
  /** How subscriptions reach a subgraph: by WebSocket when nothing is said. */
  readonly subscriptions?: ReadonlyMap<string, TransportName> | undefined;
  /** Where they go, when that is not the address of the subgraph. */
  readonly subscriptionsUrls?: ReadonlyMap<string, string> | undefined;
  readonly timeoutMs: number;
}

/** Clients are kept by name and address: what is in flight when another supergraph comes finishes where it began. */
export function remoteSubgraphs(options: RemoteSubgraphOptions): RemoteSubgraphs {
  const { addresses, subscriptions, subscriptionsUrls, timeoutMs } = options;
  const clients = new Map<string, Map<string, RemoteClient>>();
  const clientAt = (name: string, url: string): RemoteClient => {
    const byUrl = clients.get(name) ?? new Map<string, RemoteClient>();
    clients.set(name, byUrl);
    const streams = { subscriptions: subscriptions?.get(name), subscriptionsUrl: subscriptionsUrls?.get(name) };
    const known = byUrl.get(url) ?? remoteClient({ name, url, timeoutMs, ...streams });
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
