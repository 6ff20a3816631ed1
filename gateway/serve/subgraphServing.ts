import type { Clock } from '../../lib/clock.ts';
import type { Log } from '../../lib/log.ts';
import type { ServerTimes } from '../server/serverTimes.ts';
import type { SubgraphClient } from '../subgraph/subgraphClient.ts';

/** What a subgraph's own process needs to answer for it. */
export interface SubgraphServing {
  readonly client: SubgraphClient;
  /** Shared with the gateway: whoever cannot sign a viewer with it is refused. */
  readonly secret: string;
  readonly host: string;
  readonly port: number;
  /** The largest body of a request, and the largest message on a socket. */
  readonly bodyBytes: number;
  /** Operations that one socket may have open at a time; as many as our own gateway puts on one when nothing is said. */
  readonly maxPerSocket?: number | undefined;
  /** The waits of a server when nothing is said. */
  readonly times?: Partial<ServerTimes> | undefined;
  readonly clock: Clock;
  readonly log: Log;
}
