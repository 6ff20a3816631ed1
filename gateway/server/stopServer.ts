import type { Server } from 'node:http';
import type { ApolloServer } from '@apollo/server';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { LiveViewers } from '../identity/liveViewers.ts';
import type { HttpContext } from './httpContext.ts';
import type { LiveOperations } from './liveOperations.ts';
import type { OpenExchanges } from './openExchanges.ts';
import type { ServerTimes } from './serverTimes.ts';
import type { WebSocketDoor } from './webSocketDoor.ts';

/** Resolves when the work has, or after `ms`, whichever is first. */
function waitAtMost(ms: number, work: Promise<unknown>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const finish = (): void => {
      clearTimeout(timer);
      resolve();
    };
    work.then(finish, finish);
  });
}

/**
 * Stops a server: nothing new; streams end with SHUTTING_DOWN; answers in flight get `drainMs`, then the same error; each last message
 * gets `farewellMs` to leave; then every connection is closed. Never rejects.
 */
export async function stopServer(server: {
  readonly http: Server;
  readonly sockets: WebSocketDoor;
  readonly people: LiveViewers;
  readonly operations: LiveOperations;
  readonly exchanges: OpenExchanges;
  readonly apollo: ApolloServer<HttpContext> | null;
  readonly times: Pick<ServerTimes, 'drainMs' | 'farewellMs'>;
  readonly log: Log;
}): Promise<void> {
  const { http, sockets, people, operations, exchanges, apollo, times, log } = server;
  const reason = new ClientError('SHUTTING_DOWN', undefined, { resumable: true });
  const settled = (): Promise<unknown> => Promise.all([exchanges.settled(), sockets.settled()]);
  log.info({ operations: operations.count }, 'The server stops');

  const closed = new Promise<void>((resolve) => http.close(() => resolve()));
  http.closeIdleConnections();
  operations.stop('stream', reason);
  await waitAtMost(times.drainMs, settled());
  operations.stop('answer', reason);
  await waitAtMost(times.farewellMs, settled());
  await sockets.close(times.farewellMs);
  people.stop();
  http.closeAllConnections();
  await closed;
  await apollo?.stop().catch((cause: unknown) => log.error({ cause }, 'Apollo Server did not stop'));
}
