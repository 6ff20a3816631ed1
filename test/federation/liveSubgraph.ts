import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import type { ServerTimes } from '../../gateway/server/serverTimes.ts';
import { serveSubgraph } from '../../gateway/serveSubgraph.ts';
import { eventStreamClient } from '../../gateway/subgraph/eventStreamClient.ts';
import { inProcessClient } from '../../gateway/subgraph/inProcessClient.ts';
import { webSocketUrl } from '../../gateway/subgraph/remoteClient.ts';
import type { SubgraphClient, SubgraphRequest } from '../../gateway/subgraph/subgraphClient.ts';
import type {
  StreamingSubgraph,
  SubscriptionTransport,
  TransportName,
} from '../../gateway/subgraph/subscriptionTransport.ts';
import { type WebSocketSubgraph, webSocketClient } from '../../gateway/subgraph/webSocketClient.ts';
import { type Channel, channel } from '../../lib/channel.ts';
import { systemClock } from '../../lib/clock.ts';
import { ClientError } from '../../lib/errors.ts';
import { silentLog } from '../../lib/log.ts';
import { anonymous, type Viewer } from '../../lib/viewer.ts';
import { signViewer } from '../../subgraphs/kit/viewerAssertion.ts';
import { type CuttingProxy, cuttingProxy } from '../kit/cuttingProxy.ts';

const sdl = `
  type Query { hello: String }
  type Subscription {
    "So many events, then the end."
    ticks(n: Int!): Int
    "What a test pushes."
    pushed(to: String!): String
    "As many events of so many bytes as are asked for."
    endless(bytes: Int!): String
    "The viewer."
    who: String
    refused: Int
    "One event, then a failure."
    broken: Int
    "One event, then a failure that says to resume."
    stalled: Int
  }
`;

/** What a test sees of the subgraph, and does to it. */
export interface LiveSource {
  /** An event for everybody who listens there. */
  push(to: string, text: string): void;
  /** How many listen to `pushed`. */
  readonly listening: number;
  /** How many events of `endless` were asked for. */
  readonly pulled: number;
  /** How many streams of `endless` are open. */
  readonly flowing: number;
}

/** The subgraph, wherever it is served. */
export function liveSource(): LiveSource & { readonly client: SubgraphClient } {
  const listeners = new Set<{ readonly to: string; readonly events: Channel<{ pushed: string }> }>();
  let pulled = 0;
  let flowing = 0;
  const Subscription = {
    ticks: {
      subscribe: async function* (_: unknown, { n }: { n: number }) {
        for (let tick = 0; tick < n; tick += 1) yield { ticks: tick };
      },
    },
    pushed: {
      subscribe(_: unknown, { to }: { to: string }) {
        const listener = { to, events: channel<{ pushed: string }>(1_000, () => listeners.delete(listener)) };
        listeners.add(listener);
        return listener.events;
      },
    },
    endless: {
      subscribe: async function* (_: unknown, { bytes }: { bytes: number }) {
        flowing += 1;
        try {
          for (;;) {
            pulled += 1;
            yield { endless: 'x'.repeat(bytes) };
          }
        } finally {
          flowing -= 1;
        }
      },
    },
    who: {
      subscribe: async function* (_: unknown, __: unknown, { viewer }: { viewer: Viewer }) {
        yield { who: JSON.stringify(viewer) };
      },
    },
    refused: {
      subscribe() {
        throw new ClientError('FORBIDDEN', 'Not for you.');
      },
    },
    broken: {
      subscribe: async function* () {
        yield { broken: 1 };
        throw new Error('postgres://user:password@host');
      },
    },
    stalled: {
      subscribe: async function* () {
        yield { stalled: 1 };
        throw new ClientError('TOO_SLOW', undefined, { resumable: true });
      },
    },
  };
  const schema = buildSubgraphSchema([
    { typeDefs: parse(sdl), resolvers: { Query: { hello: () => 'hello' }, Subscription } },
  ]);
  return {
    client: inProcessClient({ schema, context: (request) => ({ ...request }) }),
    push(to, text) {
      for (const listener of listeners) if (listener.to === to) listener.events.push({ pushed: text });
    },
    get listening() {
      return listeners.size;
    },
    get pulled() {
      return pulled;
    },
    get flowing() {
      return flowing;
    },
  };
}

/** A request of a gateway. */
export function subscription(query: string, from: Partial<SubgraphRequest> = {}): SubgraphRequest {
  const document = parse(query);
  return {
    query,
    document,
    operationName: undefined,
    operationKind: 'subscription' as SubgraphRequest['operationKind'],
    variables: {},
    viewer: anonymous,
    requestId: 'r1',
    ...from,
  };
}

/** A subgraph in a process of its own, as far as its client can tell, behind a proxy that can be cut. */
export interface ServedLive extends AsyncDisposable {
  readonly source: LiveSource;
  readonly proxy: CuttingProxy;
  readonly client: SubscriptionTransport;
  /** Tokens that were made. */
  readonly signed: readonly Viewer[];
  /** Stops the subgraph as its process would. */
  stop(): Promise<void>;
}

const secret = 'a secret of at least thirty-two bytes';

/** A client of either kind for a subgraph at an HTTP address. */
export function transportClient(transport: TransportName, subgraph: StreamingSubgraph | WebSocketSubgraph) {
  if (transport === 'sse') return eventStreamClient(subgraph);
  return webSocketClient({ ...subgraph, url: webSocketUrl(subgraph.url) });
}

/** Serves one, with short waits. */
export async function servedLive(
  transport: TransportName,
  options: {
    readonly client?: Partial<WebSocketSubgraph>;
    readonly times?: Partial<ServerTimes>;
    readonly maxPerSocket?: number;
    /** What the gateway signs with. */
    readonly signedWith?: string;
  } = {},
): Promise<ServedLive> {
  const { times, maxPerSocket, signedWith = secret } = options;
  const source = liveSource();
  const common = { host: '127.0.0.1', port: 0, bodyBytes: 1_000_000, clock: systemClock, log: silentLog };
  const served = await serveSubgraph({ ...common, client: source.client, secret, times, maxPerSocket });
  const proxy = await cuttingProxy(served.url);
  const signed: Viewer[] = [];
  const client = transportClient(transport, {
    name: 'far',
    url: proxy.url,
    sign(viewer) {
      signed.push(viewer);
      return signViewer(viewer, signedWith, systemClock);
    },
    ...options.client,
  });
  return {
    source,
    proxy,
    client,
    signed,
    stop: () => served.close(),
    async [Symbol.asyncDispose]() {
      await client.close();
      await proxy[Symbol.asyncDispose]();
      await served.close();
    },
  };
}
