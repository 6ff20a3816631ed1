import { EventStreamTransport } from './eventStreamTransport.ts';
import type { LiveDocument } from './liveDocument.ts';
import type { LiveHandlers } from './liveHandlers.ts';
import type { LivePorts, LiveSocketConstructor } from './livePorts.ts';
import type { LiveResult } from './liveResult.ts';
import { LiveSubscriptionRun } from './liveSubscription.ts';
import { type LiveTimes, liveTimes } from './liveTimes.ts';
import { LiveToken, type TokenSource } from './liveToken.ts';
import { query } from './query.ts';
import { Reconnection } from './reconnection.ts';
import { WebSocketTransport } from './webSocketTransport.ts';

/** What a live client is told. Only `url` is needed. */
export interface LiveClientOptions {
  /** Of `/graphql`, with http or https; in a page it may be a path. */
  readonly url: string | URL;
  /** Who is asking. A function is asked again when its token is about to expire or is refused. */
  readonly token?: TokenSource;
  /** One WebSocket for all subscriptions (the default), or a response of server-sent events for each. */
  readonly transport?: 'sse' | 'websocket';
  /** Where the platform has no WebSocket of its own (Node before 22): that of the package `ws`. */
  readonly webSocket?: LiveSocketConstructor;
  readonly fetch?: typeof fetch;
  readonly times?: Partial<LiveTimes>;
  /** From 0 to less than 1. */
  readonly random?: () => number;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** An open subscription. */
export interface LiveSubscription {
  /** Of the last event; null before it. Another client can go on behind it. */
  readonly cursor: string | null;
  /** Leaves it; nothing is called any more. */
  close(): void;
}

/** A client of one graph. */
export interface LiveClient {
  /** Sends a query or a mutation over HTTP, once. Rejects when no GraphQL server answers in time. */
  query<Data, Variables extends object>(
    document: LiveDocument<Data, Variables>,
    variables?: Variables,
  ): Promise<LiveResult<Data>>;
  /**
   * Opens a subscription and keeps it open. To be gone on with behind its last event, the document takes `$after` and selects `cursor`; over
   * server-sent events the first is enough. `variables.after` begins behind a cursor. `resume` is for operations that go on by something else: it gives the
   * variables of the next attempt from the last data.
   */
  subscribe<Data, Variables extends object>(
    document: LiveDocument<Data, Variables>,
    variables: Variables,
    handlers: LiveHandlers<Data>,
    options?: { readonly resume?: (last: Data) => Partial<Variables> },
  ): LiveSubscription;
  /** Tries at once what waits for its next attempt, and looks whether the connection still answers. */
  retry(): void;
  /** Leaves every subscription; nothing is called any more. */
  close(): void;
}

/** Throws for an address that is none, and for WebSockets where there are none. */
export function liveClient(options: LiveClientOptions): LiveClient {
  const ports = portsOf(options);
  const transport = options.transport === 'sse' ? new EventStreamTransport(ports) : new WebSocketTransport(ports);
  const open = new Set<{ close(): void; retry(): void }>();
  const retry = (): void => {
    transport.retry();
    for (const run of open) run.retry();
  };
  const page = typeof window === 'undefined' ? null : window;
  page?.addEventListener('online', retry);
  return {
    query: async <Data, Variables extends object>(document: LiveDocument<Data, Variables>, variables?: Variables) =>
      (await query(ports, document.toString(), { ...variables })) as LiveResult<Data>,
    subscribe(document, variables, handlers, { resume } = {}) {
      const run = new LiveSubscriptionRun({
        query: document.toString(),
        variables: { ...variables } as Readonly<Record<string, unknown>>,
        handlers,
        resume,
        transport,
        canRenewToken: ports.token.canRenew,
        reconnection: (attempt) => new Reconnection(ports, attempt),
        closed: () => open.delete(run),
      });
      open.add(run);
      run.begin();
      return {
        get cursor() {
          return run.cursor;
        },
        close() {
          open.delete(run);
          run.close();
        },
      };
    },
    retry,
    close() {
      page?.removeEventListener('online', retry);
      for (const run of open) run.close();
      open.clear();
      transport.close();
    },
  };
}

function portsOf(options: LiveClientOptions): LivePorts {
  const { now = Date.now, random = Math.random, transport, token = null } = options;
  const webSocket = options.webSocket ?? (typeof WebSocket === 'undefined' ? null : WebSocket);
  if (transport !== 'sse' && webSocket === null) {
    throw new Error("There is no WebSocket here: give one as `webSocket`, or choose the transport 'sse'.");
  }
  return {
    url: new URL(options.url, typeof location === 'undefined' ? undefined : location.href),
    token: new LiveToken(token, now),
    times: { ...liveTimes, ...options.times },
    fetch: options.fetch ?? ((...request) => fetch(...request)),
    webSocket,
    random,
    now,
  };
}
