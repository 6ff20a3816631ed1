import type { Viewer } from '../../lib/viewer.ts';
import type { SubgraphClient } from './subgraphClient.ts';

/** How subscriptions reach a subgraph elsewhere: graphql-transport-ws, or GraphQL over server-sent events in the "distinct connections" mode. */
export const transportNames = ['websocket', 'sse'] as const;
export type TransportName = (typeof transportNames)[number];

/** A subgraph that serves subscriptions over a network. */
export interface StreamingSubgraph {
  readonly name: string;
  /** Address with ws: or wss: for WebSocket, with http: or https: for server-sent events. */
  readonly url: string;
  /** The viewer as a token that the subgraph accepts, made anew for each connection. Without it, the subgraph is not told who asks. */
  readonly sign?: ((viewer: Viewer) => Promise<string>) | undefined;
  /** A larger event ends its stream. */
  readonly maxMessageBytes?: number | undefined;
  /** Connections for subscriptions at most; further subscriptions are refused. */
  readonly maxConnections?: number | undefined;
  /** Milliseconds for a connection to be made, and again for the subgraph to accept the viewer. */
  readonly connectMs?: number | undefined;
  /** A socket on which nothing comes for so many milliseconds is broken; it is pinged in half of them. An event stream has twice the time. */
  readonly pingMs?: number | undefined;
}

/**
 * Subscriptions of one subgraph over one kind of connection. Nothing is tried again here: a stream that breaks, or cannot be opened, says so with
 * SUBGRAPH_UNAVAILABLE, and `resumable: true` unless the subgraph refused it; whoever has the cursor opens another one.
 */
export interface SubscriptionTransport extends Pick<SubgraphClient, 'subscribe'> {
  /** Breaks every stream and closes the connections. */
  close(): Promise<void>;
}

export const transportDefaults = {
  maxMessageBytes: 4 * 1024 * 1024,
  maxConnections: 10_000,
  connectMs: 5_000,
  pingMs: 20_000,
} as const;
