import { type HttpSubgraph, httpClient } from './httpClient.ts';
import { type SubgraphPolicies, withPolicies } from './policies.ts';
import type { SubgraphClient } from './subgraphClient.ts';
import { webSocketClient } from './webSocketClient.ts';

/** A subgraph elsewhere: its HTTP address, and how it is treated. Subscriptions go to the same address by WebSocket. */
export type RemoteSubgraph = HttpSubgraph & Omit<SubgraphPolicies, 'name'>;

/** The client of a subgraph elsewhere, with policies. */
export interface RemoteClient extends SubgraphClient {
  close(): Promise<void>;
}

/** Queries and mutations by HTTP, subscriptions by WebSocket, both with time limits; queries are tried again when connecting fails. */
export function remoteClient(subgraph: RemoteSubgraph): RemoteClient {
  const http = httpClient(subgraph);
  const { name, sign, connectMs, maxBodyBytes } = subgraph;
  const sockets = webSocketClient({
    name,
    url: webSocketUrl(subgraph.url),
    sign,
    connectMs,
    maxMessageBytes: maxBodyBytes,
  });
  const client = withPolicies({ execute: http.execute, open: http.open, subscribe: sockets.subscribe }, subgraph);
  return { ...client, close: http.close };
}

/** The address by which an HTTP address is reached over WebSocket. */
export function webSocketUrl(httpUrl: string): string {
  const url = new URL(httpUrl);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}
