import { type FederatedGraph, federatedGraph } from '../../../gateway/federatedGraph.ts';
import { remoteSubgraphs } from '../../../gateway/remoteSubgraphs.ts';
import { currentSupergraph } from '../../../gateway/supergraph/currentSupergraph.ts';
import { loadSupergraph } from '../../../gateway/supergraph/supergraph.ts';
import { silentLog } from '../../../lib/log.ts';
import { anonymous, type Viewer } from '../../../lib/viewer.ts';

/** The viewer that stands for a token, so that two tokens are two audiences. */
export const tokenViewer = (authorization: string | undefined): Viewer =>
  authorization === undefined ? anonymous : { kind: 'service', name: authorization };

/** The engine with its own clients, over the subgraphs at their addresses. */
export function weftGraph(supergraphSdl: string): FederatedGraph {
  const supergraph = loadSupergraph(supergraphSdl);
  const subgraphs = remoteSubgraphs({ addresses: new Map(), timeoutMs: 30_000 });
  subgraphs.accept(supergraph);
  return federatedGraph({ supergraph: currentSupergraph(supergraph), clientOf: subgraphs.of, log: silentLog });
}
