import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { type Channel, channel } from '../../lib/channel.ts';
import { ClientError } from '../../lib/errors.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import { subgraphAnswer, subgraphErrors } from './subgraphAnswer.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

/** A subgraph that serves subscriptions over graphql-transport-ws. */
export interface WebSocketSubgraph {
  readonly name: string;
  /** Address with ws: or wss:. */
  readonly url: string;
  /** The viewer as a token that the subgraph accepts. Without it, the subgraph is not told who asks. */
  readonly sign?: ((viewer: Viewer) => Promise<string>) | undefined;
  /** A larger message breaks the stream. */
  readonly maxMessageBytes?: number | undefined;
  /** Events held for a reader that is slower than the subgraph; one more breaks the stream, which can then be resumed. */
  readonly maxWaiting?: number | undefined;
  /** Milliseconds for the handshake, and again for the subgraph to accept the viewer. */
  readonly connectMs?: number | undefined;
  /** Milliseconds between pings; a ping that is not answered in as many breaks the stream. */
  readonly pingMs?: number | undefined;
}

/** Subscriptions over WebSocket. */
export type WebSocketClient = Pick<SubgraphClient, 'subscribe'>;

/** One socket for each subscription, so that none can end or hold up another. Nothing is reconnected here: a broken stream says so. */
export function webSocketClient(subgraph: WebSocketSubgraph): WebSocketClient {
  return {
    async subscribe(request, signal) {
      signal.throwIfAborted();
      const token = await subgraph.sign?.(request.viewer);
      signal.throwIfAborted();
      return await openStream(subgraph, token, request, signal);
    },
  };
}

function openStream(
  subgraph: WebSocketSubgraph,
  token: string | undefined,
  request: SubgraphRequest,
  signal: AbortSignal,
): Promise<Channel<SubgraphResponse>> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      void events.return();
      reject(signal.reason);
    };
    const events = channel<SubgraphResponse>(subgraph.maxWaiting ?? 1_000, () => {
      signal.removeEventListener('abort', onAbort);
      unsubscribe();
      void client.dispose();
    });
    const fail = (cause: unknown): void => {
      const error = broken(subgraph.name, cause);
      reject(error); // does nothing once the stream is open
      events.end(error);
    };
    const client = connection(subgraph, token, request.headers, () => resolve(events));
    const { query, variables, operationName } = request;
    const payload = { query, variables, ...(operationName === undefined ? {} : { operationName }) };
    // The client connects in a later turn, so none of these is called before `unsubscribe` is there.
    const unsubscribe = client.subscribe(payload, {
      next(message) {
        const answer = subgraphAnswer(message);
        if (answer === null) {
          const says = `The subgraph "${subgraph.name}" sent an event that is not GraphQL.`;
          events.end(new ClientError('SUBGRAPH_MALFORMED', says, { subgraph: subgraph.name }));
        } else if (events.push(answer) === 'full') {
          const says = `The subgraph "${subgraph.name}" sent events faster than they were read. Resume with the last cursor.`;
          events.end(new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: subgraph.name, resumable: true }));
        }
      },
      error(thrown) {
        const errors = subgraphErrors(thrown);
        if (errors === null) return fail(thrown);
        events.push({ errors });
        events.end();
      },
      complete: () => events.end(),
    });
    signal.addEventListener('abort', onAbort, { once: true });
  });
}

function connection(
  subgraph: WebSocketSubgraph,
  token: string | undefined,
  forwarded: SubgraphRequest['headers'],
  onConnected: () => void,
): Client {
  const { maxMessageBytes = 4 * 1024 * 1024, connectMs = 5_000, pingMs = 15_000 } = subgraph;
  // Servers read who is asking from the handshake or from connection_init, so both tell.
  const headers = Object.fromEntries(forwarded ?? []);
  class BoundedWebSocket extends WebSocket {
    constructor(url: string, protocols: string | string[]) {
      const bounds = { maxPayload: maxMessageBytes, handshakeTimeout: connectMs, perMessageDeflate: false };
      super(url, protocols, { ...bounds, headers });
    }
  }
  let pongTimer: NodeJS.Timeout | undefined;
  const client = createClient({
    url: subgraph.url,
    webSocketImpl: BoundedWebSocket,
    connectionParams: token === undefined ? headers : { ...headers, [viewerHeader]: token },
    connectionAckWaitTimeout: connectMs,
    keepAlive: pingMs,
    retryAttempts: 0,
    on: {
      connected: onConnected,
      ping: (received) => {
        if (!received) pongTimer = setTimeout(() => client.terminate(), pingMs);
      },
      pong: () => clearTimeout(pongTimer),
      closed: () => clearTimeout(pongTimer),
    },
  });
  return client;
}

/** What graphql-ws ends a subscription with is an Error, or the event of a closed socket. */
function broken(name: string, cause: unknown): ClientError {
  const says = `The connection to the subgraph "${name}" could not be made or is lost.`;
  return new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name }, { cause });
}
