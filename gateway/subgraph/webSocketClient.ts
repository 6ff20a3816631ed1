import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import { GraphqlSocket, type GraphqlSocketTarget } from './graphqlSocket.ts';
import { addPassedHeaders } from './passedHeaders.ts';
import { SharedSocket, type SharedSocketOptions } from './sharedSocket.ts';
import { connectionLost, connectionRefused, tooManyConnections } from './streamFaults.ts';
import type { SubgraphRequest } from './subgraphClient.ts';
import { type StreamingSubgraph, type SubscriptionTransport, transportDefaults } from './subscriptionTransport.ts';

/** A subgraph that serves subscriptions over graphql-transport-ws. */
export interface WebSocketSubgraph extends StreamingSubgraph {
  /**
   * Events held for a reader that is slower than the subgraph; one more ends the stream, which can then be resumed. One read of a socket brings
   * more than a thousand small ones at once, when the subgraph sends what was missed: a reader that keeps up must have room for them.
   */
  readonly maxWaiting?: number | undefined;
  /** The same in bytes, as they came. */
  readonly maxWaitingBytes?: number | undefined;
  /** Subscriptions on one socket; for more there is a further one. */
  readonly maxPerSocket?: number | undefined;
  /** How long a socket without subscriptions is kept for the next one, in milliseconds. */
  readonly lingerMs?: number | undefined;
}

/** A message of more than this many times the size of an event would fill the memory before it can be told whose it is: it breaks the socket. */
const messagesPerEvent = 4;

/** Sockets by audience: everybody whom the subgraph would be told of in the same words shares one. */
export function webSocketClient(subgraph: WebSocketSubgraph): SubscriptionTransport {
  const { name, maxConnections = transportDefaults.maxConnections } = subgraph;
  const options = socketOptions(subgraph);
  const byAudience = new Map<string, Set<SharedSocket>>();
  let open = 0;
  let isClosed = false;

  const socketFor = (request: SubgraphRequest): SharedSocket => {
    const audience = audienceOf(request, subgraph.sign !== undefined);
    const known = byAudience.get(audience) ?? new Set();
    for (const socket of known) if (socket.hasRoom) return socket;
    if (open >= maxConnections) throw tooManyConnections(name, maxConnections);
    open += 1;
    const socket = new SharedSocket(options, request, () => {
      open -= 1;
      known.delete(socket);
      if (known.size === 0) byAudience.delete(audience);
    });
    byAudience.set(audience, known.add(socket));
    return socket;
  };
  return {
    async subscribe(request, signal) {
      signal.throwIfAborted();
      if (isClosed) throw connectionLost(name, new Error('The client was closed'));
      return await socketFor(request).subscribe(request, signal);
    },
    async close() {
      isClosed = true;
      for (const sockets of [...byAudience.values()]) for (const socket of [...sockets]) socket.close();
    },
  };
}

/** As `audienceKey` has it, for what a socket says of who is asking; when a token expires is no part of that. */
function audienceOf({ viewer, headers }: SubgraphRequest, isTold: boolean): string {
  const { expiresAt: _notPartOfTheView, ...seen } = { expiresAt: 0, ...viewer };
  return JSON.stringify([isTold ? seen : null, addPassedHeaders([], headers)]);
}

function socketOptions(subgraph: WebSocketSubgraph): SharedSocketOptions {
  const { maxWaiting = 10_000, maxWaitingBytes = 16 * 1024 * 1024, maxPerSocket = 1_000, lingerMs = 1_000 } = subgraph;
  const { name, sign, maxMessageBytes = transportDefaults.maxMessageBytes } = subgraph;
  return {
    name,
    maxSubscriptions: maxPerSocket,
    maxMessageBytes,
    waiting: { events: maxWaiting, bytes: maxWaitingBytes },
    lingerMs,
    async connect(request, listener) {
      const target = targetOf(subgraph, request, await sign?.(request.viewer));
      try {
        return new GraphqlSocket(target, listener);
      } catch (cause) {
        throw connectionRefused(name, cause); // the address is none
      }
    },
  };
}

/** Servers read who is asking from the handshake or from `connection_init`, so both tell; the viewer only the latter. */
function targetOf(
  subgraph: WebSocketSubgraph,
  { requestId, headers }: SubgraphRequest,
  token: string | undefined,
): GraphqlSocketTarget {
  const { name, url, connectMs = transportDefaults.connectMs, pingMs = transportDefaults.pingMs } = subgraph;
  const { maxMessageBytes = transportDefaults.maxMessageBytes } = subgraph;
  const forwarded = record(addPassedHeaders([], headers));
  return {
    name,
    url,
    headers: { ...forwarded, 'x-request-id': requestId },
    params: token === undefined ? forwarded : { ...forwarded, [viewerHeader]: token },
    maxMessageBytes: messagesPerEvent * maxMessageBytes,
    connectMs,
    pingMs,
  };
}

function record(fields: readonly string[]): Readonly<Record<string, string>> {
  const pairs: [string, string][] = [];
  for (let at = 0; at < fields.length; at += 2) pairs.push([fields[at] ?? '', fields[at + 1] ?? '']);
  return Object.fromEntries(pairs);
}
