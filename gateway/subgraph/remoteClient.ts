import { eventStreamClient } from './eventStreamClient.ts';
import { type HttpSubgraph, httpClient } from './httpClient.ts';
import { type SubgraphPolicies, withPolicies } from './policies.ts';
import type { SubgraphClient } from './subgraphClient.ts';
import type { StreamingSubgraph, SubscriptionTransport, TransportName } from './subscriptionTransport.ts';
import { webSocketClient } from './webSocketClient.ts';

/** How the subscriptions of a subgraph elsewhere reach it. */
export interface RemoteSubscriptions {
  /** `websocket` when nothing is said. */
  readonly subscriptions?: TransportName | undefined;
  /** Where they go, when that is another address than that of queries. With http: or https:, also for WebSocket. */
  readonly subscriptionsUrl?: string | undefined;
  /** See StreamingSubgraph. */
  readonly pingMs?: number | undefined;
}

/** A subgraph elsewhere: its HTTP address, and how it is treated. */
export type RemoteSubgraph = HttpSubgraph & RemoteSubscriptions & Omit<SubgraphPolicies, 'name'>;

/** The client of a subgraph elsewhere, with policies. */
export interface RemoteClient extends SubgraphClient {
  /** Closes the connections; what is under way fails. */
  close(): Promise<void>;
}

/** Queries and mutations by HTTP, subscriptions by WebSocket or server-sent events, all with time limits; queries are tried again when connecting fails. */
export function remoteClient(subgraph: RemoteSubgraph): RemoteClient {
  const http = httpClient(subgraph);
  const streams = subscriptionTransport(subgraph);
  const client = withPolicies({ execute: http.execute, open: http.open, subscribe: streams.subscribe }, subgraph);
  return {
    ...client,
    async close() {
      await Promise.all([http.close(), streams.close()]);
    },
  };
}

function subscriptionTransport(subgraph: RemoteSubgraph): SubscriptionTransport {
  const { name, sign, connectMs, maxBodyBytes, pingMs, subscriptionsUrl: url = subgraph.url } = subgraph;
  const streaming: StreamingSubgraph = { name, url, sign, connectMs, maxMessageBytes: maxBodyBytes, pingMs };
  if (subgraph.subscriptions === 'sse') return eventStreamClient(streaming);
  return webSocketClient({ ...streaming, url: webSocketUrl(url) });
}

/** The address by which an HTTP address is reached over WebSocket. */
export function webSocketUrl(httpUrl: string): string {
  const url = new URL(httpUrl);
  if (url.protocol === 'https:') url.protocol = 'wss:';
  else if (url.protocol === 'http:') url.protocol = 'ws:';
  return url.href;
}
