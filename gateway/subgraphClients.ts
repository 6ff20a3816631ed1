import { systemClock } from '../lib/clock.ts';
import { ClientError } from '../lib/errors.ts';
import { type SubgraphName, subgraphNames } from '../subgraphs/kit/subgraphName.ts';
import { signViewer } from '../subgraphs/kit/viewerAssertion.ts';
import type { Configuration } from './configuration.ts';
import type { RunningSubgraph } from './openSubgraphs.ts';
import { inProcessClient } from './subgraph/inProcessClient.ts';
import { remoteClient } from './subgraph/remoteClient.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';

/** How to reach each subgraph, wherever it runs. */
export interface SubgraphClients {
  /** Throws SUBGRAPH_UNAVAILABLE for a name that nothing answers to. */
  of(name: string): SubgraphClient;
  close(): Promise<void>;
}

/** Clients of the subgraphs of this process, and of those that the configuration says run elsewhere. */
export function subgraphClients(
  local: ReadonlyMap<SubgraphName, RunningSubgraph>,
  configuration: Pick<Configuration, 'subgraphUrls' | 'subgraphSubscriptions' | 'internalSecret' | 'limits'>,
): SubgraphClients {
  const { subgraphUrls, subgraphSubscriptions, internalSecret, limits } = configuration;
  const clients = new Map<string, SubgraphClient>();
  const closers: (() => Promise<void>)[] = [];
  for (const name of subgraphNames) {
    const running = local.get(name);
    const url = subgraphUrls.get(name);
    if (running !== undefined) clients.set(name, inProcessClient(running));
    else if (url !== undefined && internalSecret !== null) {
      const remote = remoteClient({
        name,
        url: url.href,
        subscriptions: subgraphSubscriptions.get(name),
        sign: (viewer) => signViewer(viewer, internalSecret, systemClock),
        timeoutMs: limits.requestTimeoutMs,
      });
      clients.set(name, remote);
      closers.push(() => remote.close());
    }
  }
  return {
    of(name) {
      const client = clients.get(name);
      if (client !== undefined) return client;
      throw new ClientError('SUBGRAPH_UNAVAILABLE', `Nothing here answers for the subgraph "${name}".`, {
        subgraph: name,
      });
    },
    async close() {
      await Promise.all(closers.map((close) => close()));
    },
  };
}
