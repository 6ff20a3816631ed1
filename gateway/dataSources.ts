import type { GraphQLDataSource, ServiceEndpointDefinition } from '@apollo/gateway';
import { ClientError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { withCacheHints } from './subgraph/cacheHints.ts';
import { clientDataSource } from './subgraph/clientDataSource.ts';
import { dataSourceClient } from './subgraph/dataSourceClient.ts';
import { recogniseSources } from './subgraph/plainRemoteSource.ts';
import { remoteClient } from './subgraph/remoteClient.ts';
import { sourceTransports } from './subgraph/sourceTransports.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

/** The subgraphs of an embedded gateway: data sources of its owner, or our own clients at the addresses of the supergraph. */
export interface DataSources {
  /** Made once for a name and an address. */
  of(definition: ServiceEndpointDefinition): GraphQLDataSource;
  clientOf(name: string, supergraph: Pick<Supergraph, 'subgraphUrls'>): SubgraphClient;
  /** Makes those of a supergraph; what `buildService` throws is thrown. */
  accept(supergraph: Pick<Supergraph, 'subgraphUrls'>): void;
  close(): Promise<void>;
}

/** One subgraph at one address. */
interface Source {
  readonly dataSource: GraphQLDataSource;
  readonly client: SubgraphClient;
}

/** Kept by name and address: what is in flight when another supergraph comes finishes where it began. */
export function dataSources(options: {
  readonly buildService: ((definition: ServiceEndpointDefinition) => GraphQLDataSource) | undefined;
  readonly timeoutMs: number;
  /** True where the environment names a proxy, which only the fetchers of data sources go through. */
  readonly isProxied: boolean;
  readonly log: Log;
}): DataSources {
  const { buildService, timeoutMs, isProxied, log } = options;
  const recognise = buildService === undefined || isProxied ? null : recogniseSources();
  const transports = sourceTransports();
  const known = new Map<string, Map<string, Source>>();
  const closers: (() => Promise<void>)[] = [() => transports.close()];

  const make = (name: string, url: string): Source => {
    if (url === '') log.error({ subgraph: name }, 'The supergraph states no address for a subgraph');
    if (buildService !== undefined) {
      const dataSource = buildService({ name, url });
      const known = recognise?.(dataSource) ?? null;
      const ownWay = known === null ? null : { known, transports };
      return { dataSource, client: dataSourceClient(name, dataSource, ownWay) };
    }
    if (!URL.canParse(url)) return withoutAddress(name);
    const remote = remoteClient({ name, url, timeoutMs });
    closers.push(() => remote.close());
    return { dataSource: clientDataSource(remote), client: withCacheHints(remote) };
  };
  const sourceAt = (name: string, url: string): Source => {
    const byUrl = known.get(name) ?? new Map<string, Source>();
    known.set(name, byUrl);
    const source = byUrl.get(url) ?? make(name, url);
    byUrl.set(url, source);
    return source;
  };

  return {
    of: ({ name, url }) => sourceAt(name, url ?? '').dataSource,
    clientOf: (name, { subgraphUrls }) => sourceAt(name, subgraphUrls.get(name) ?? '').client,
    accept({ subgraphUrls }) {
      for (const [name, url] of subgraphUrls) sourceAt(name, url);
    },
    async close() {
      await Promise.all(closers.map((close) => close()));
    },
  };
}

function withoutAddress(name: string): Source {
  const refuse = async (): Promise<never> => {
    const says = `The supergraph states no address for the subgraph "${name}".`;
    throw new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name });
  };
  const client: SubgraphClient = { execute: refuse, subscribe: refuse };
  return { client, dataSource: clientDataSource(client) };
}
