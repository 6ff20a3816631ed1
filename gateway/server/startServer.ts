import type { ApolloServerPlugin } from '@apollo/server';
import type { Log } from '../../lib/log.ts';
import type { Configuration } from '../configuration.ts';
import type { Graph } from '../graph.ts';
import { LiveViewers } from '../identity/liveViewers.ts';
import type { ViewerSource } from '../identity/viewerSource.ts';
import { type LiveObserver, noObserver } from '../subscribe/liveObserver.ts';
import { apolloPipeline } from './apolloPipeline.ts';
import { type ApolloGateway, startApolloServer } from './apolloServer.ts';
import type { CallerRules } from './callerFacts.ts';
import { countedDoors } from './countedDoors.ts';
import { type GatewayPages, gatewayRoutes } from './gatewayRoutes.ts';
import type { HttpContext } from './httpContext.ts';
import { httpServer, type Traffic } from './httpServer.ts';
import { listen } from './listen.ts';
import { liveOperations } from './liveOperations.ts';
import { openExchanges } from './openExchanges.ts';
import { originPolicy } from './originPolicy.ts';
import { type ServerTimes, serverTimes } from './serverTimes.ts';
import { stopServer } from './stopServer.ts';
import { type StreamLimits, streamLimits } from './streamLimits.ts';
import { webSocketDoor } from './webSocketDoor.ts';
import { weftPipeline } from './weftPipeline.ts';

/** What the server is made of. It closes none of this except the Apollo gateway, which Apollo Server stops. */
export interface ServerParts extends GatewayPages {
  readonly configuration: Pick<
    Configuration,
    'host' | 'port' | 'loopbackOnly' | 'allowedOrigins' | 'limits' | 'httpPipeline' | 'explain' | 'metrics'
  > & { readonly limits: Partial<StreamLimits> };
  readonly graph: Graph;
  /** Used only when operations pass through Apollo Server. */
  readonly apolloGateway: ApolloGateway;
  /** Of Apollo Server. With any, operations that come over plain HTTP pass through it whatever the setting says. */
  readonly apolloPlugins?: readonly ApolloServerPlugin<HttpContext>[] | undefined;
  readonly viewers: ViewerSource;
  /** Headers of clients that subgraphs are sent too, in lower case. */
  readonly forwardedHeaders?: readonly string[] | undefined;
  /** Is told what happens to subscriptions; without it nobody is. */
  readonly observer?: LiveObserver | undefined;
  readonly log: Log;
  /** For tests; the product has one set of times. */
  readonly times?: Partial<ServerTimes>;
}

/** A server that listens. */
export interface RunningServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** Operations in flight at all doors. */
  readonly operationCount: number;
  /**
   * Accepts nothing more, ends subscriptions with SHUTTING_DOWN, lets what is in flight finish up to a bound, and closes. Takes less
   * than 2 s, never rejects, and may be called more than once.
   */
  close(): Promise<void>;
}

/** Null when nothing needs its pipeline: our own way to the graph costs a fraction of it. */
async function openApolloServer({ configuration, graph, apolloGateway, apolloPlugins = [], log }: ServerParts) {
  if (configuration.httpPipeline === 'weft' && apolloPlugins.length === 0) return null;
  return await startApolloServer({ graph, gateway: apolloGateway, plugins: apolloPlugins, log });
}

/**
 * Opens every door of the gateway on the configured address.
 * @throws StartError when the address cannot be had.
 */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const { configuration, graph, viewers, forwardedHeaders = [], log, observer = noObserver, metrics } = parts;
  const counted = countedDoors(graph, metrics);
  const { loopbackOnly, allowedOrigins, limits } = configuration;
  const times = { ...serverTimes, ...parts.times };
  const operations = liveOperations();
  const apollo = await openApolloServer(parts);
  const pipeline = apollo === null ? weftPipeline(counted.http, log) : counted.pipeline(apolloPipeline(apollo));
  const { bodyBytes, requestTimeoutMs, maxBatch } = limits;
  const callerRules: CallerRules = { forwardedHeaders, mayExplain: configuration.explain };
  const people = new LiveViewers(viewers, log);
  const shared = { graph: counted.http, viewers, operations, log, requestTimeoutMs, callerRules, observer };
  const sockets = webSocketDoor({ ...shared, graph: counted.webSocket, people, times, limits });
  const streamed = { people, observer, limits: { ...streamLimits, ...limits } };
  const traffic: Traffic = {
    routes: gatewayRoutes(parts, { ...shared, ...streamed, pipeline, bodyBytes, maxBatch, times }),
    policy: originPolicy({ loopbackOnly, allowedOrigins, forwardedHeaders }),
    sockets,
    exchanges: openExchanges(),
    isStopping: false,
    log,
    ...(metrics ? { responded: metrics.responded } : {}),
  };
  const http = httpServer(traffic);
  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    traffic.isStopping = true;
    closing ??= stopServer({ http, sockets, people, operations, exchanges: traffic.exchanges, apollo, times, log });
    return closing;
  };
  try {
    const { url, port } = await listen(http, configuration);
    return {
      url,
      port,
      get operationCount() {
        return operations.count;
      },
      close,
    };
  } catch (error) {
    await apollo?.stop();
    throw error;
  }
}
