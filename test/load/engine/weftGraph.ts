import { type FederatedGraph, federatedGraph } from '../../../gateway/federatedGraph.ts';
import { remoteClient } from '../../../gateway/subgraph/remoteClient.ts';
import { currentSupergraph } from '../../../gateway/supergraph/currentSupergraph.ts';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { silentLog } from '../../../lib/log.ts';
import { anonymous, type Viewer } from '../../../lib/viewer.ts';

/** The viewer that stands for a token: whose name it is, the subgraphs are sent. */
export const tokenViewer = (authorization: string | undefined): Viewer =>
  authorization === undefined ? anonymous : { kind: 'service', name: authorization };

/** The engine over the subgraphs at their addresses; each call carries the token of the request. */
export function weftGraph(supergraphSdl: string): FederatedGraph {
  const supergraph = loadSupergraph(supergraphSdl);
  const clients = new Map(
    [...supergraph.subgraphUrls].map(([name, url]) => {
      const sign = async (viewer: Viewer): Promise<string> => (viewer.kind === 'service' ? viewer.name : '-');
      return [name, remoteClient({ name, url, timeoutMs: 30_000, sign })];
    }),
  );
  return federatedGraph({
    supergraph: currentSupergraph(supergraph),
    clientOf: (name) => {
      const client = clients.get(name);
      if (client === undefined) throw new Error(`There is no subgraph ${name}`);
      return client;
    },
    log: silentLog,
  });
}
