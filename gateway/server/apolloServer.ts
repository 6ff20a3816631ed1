import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type Log, silentLog } from '../../lib/log.ts';
import type { Graph } from '../graph.ts';
import { formatError } from './formatError.ts';
import type { HttpContext } from './httpContext.ts';
import { preparedByTheGraph } from './preparedByTheGraph.ts';

/** What Apollo Server runs operations on; its executor gets our HttpContext as `requestContext.context`. */
export type ApolloGateway = ApolloServerOptionsWithGateway<HttpContext>['gateway'];

/** Everything that would call home, or add what we do not want, is off whatever the process environment says. */
const disabled = (): ApolloServerPlugin<HttpContext>[] => [
  ApolloServerPluginCacheControlDisabled(),
  ApolloServerPluginInlineTraceDisabled(),
  ApolloServerPluginLandingPageDisabled(),
  ApolloServerPluginSchemaReportingDisabled(),
  ApolloServerPluginUsageReportingDisabled(),
];

/** Apollo's logger takes text; it logs only its own faults. */
const apolloLogger = (log: Log) => ({
  debug: (message?: unknown) => log.debug({ detail: String(message) }, 'Apollo Server'),
  info: (message?: unknown) => log.info({ detail: String(message) }, 'Apollo Server'),
  warn: (message?: unknown) => log.warn({ detail: String(message) }, 'Apollo Server'),
  error: (message?: unknown) => log.error({ detail: String(message) }, 'Apollo Server'),
});

/** The pipeline for queries and mutations over HTTP; started, so the gateway's schema is loaded when this resolves. */
export async function startApolloServer(options: {
  readonly graph: Graph;
  readonly gateway: ApolloGateway;
  readonly plugins: readonly ApolloServerPlugin<HttpContext>[];
  readonly log: Log;
}): Promise<ApolloServer<HttpContext>> {
  const { graph, gateway, log } = options;
  const server = new ApolloServer<HttpContext>({
    gateway,
    logger: apolloLogger(log),
    nodeEnv: 'production', // never guess from the environment
    introspection: true,
    csrfPrevention: true,
    stringifyResult: (result) => JSON.stringify(result), // Apollo's own appends a line break, which copies the whole
    documentStore: null, // the graph keeps its own
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // Silent: what passes here is formatted again, and logged, with its request id in willSendResponse.
    formatError: (formatted) => formatError(formatted, { requestId: null, log: silentLog }),
    plugins: [...disabled(), preparedByTheGraph(graph, log), ...options.plugins],
  });
  await server.start();
  return server;
}
