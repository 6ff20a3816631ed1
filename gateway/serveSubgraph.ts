import type { AddressInfo } from 'node:net';
import { servedRequests } from './serve/servedRequests.ts';
import { servedSockets } from './serve/servedSockets.ts';
import { servedStreams } from './serve/servedStreams.ts';
import type { SubgraphServing } from './serve/subgraphServing.ts';
import { type ServerTimes, serverTimes } from './server/serverTimes.ts';

/** A subgraph that gateways elsewhere can ask. */
export interface ServedSubgraph {
  readonly url: string;
  /**
   * Nothing new; streams end with SHUTTING_DOWN and `resumable: true`; answers in flight get `drainMs`, last messages `farewellMs`; then every connection is
   * closed.
   */
  close(): Promise<void>;
}

/** Serves one subgraph for gateways elsewhere at /graphql: queries and mutations over HTTP, subscriptions over WebSocket and as server-sent events. */
export async function serveSubgraph(serving: SubgraphServing): Promise<ServedSubgraph> {
  const times: ServerTimes = { ...serverTimes, ...serving.times };
  const streams = servedStreams(serving.client, serving.log);
  const requests = servedRequests(serving, streams, times);
  const { server } = requests;
  const sockets = servedSockets(serving, streams, server, times);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(serving.port, serving.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${serving.host}:${port}/graphql`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      sockets.refuse();
      streams.stop();
      await waitAtMost(times.drainMs, Promise.all([requests.settled(), sockets.settled()]));
      await sockets.close(times.farewellMs);
      server.closeAllConnections();
      await closed;
    },
  };
}

/** Resolves when the work has, or after `ms`, whichever is first. */
function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
