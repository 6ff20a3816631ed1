import { ApolloServer, type ApolloServerOptionsWithGateway, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, GraphQLError, Kind } from 'graphql';
import { type Log, silentLog } from '../../lib/log.ts';
import type { Graph, ReadyOperation, RequestContext } from '../graph.ts';
import { type ErrorSite, formatError } from './formatError.ts';

/** What Apollo Server runs operations on; its executor gets our HttpContext as `requestContext.context`. */
export type ApolloGateway = ApolloServerOptionsWithGateway<HttpContext>['gateway'];

/** The context of one operation that came over plain HTTP. */
export interface HttpContext extends RequestContext {
  /** Written by the pipeline as it goes on. */
  readonly progress: HttpProgress;
}

/** How far the pipeline came with a request. */
export interface HttpProgress {
  /** True once the request was a well-formed GraphQL request, whatever its document was worth. */
  wellFormed: boolean;
  /** The operation as the graph prepared it, so that it is prepared once. */
  operation: ReadyOperation | null;
}

/** Stands for a document that the graph refused, so that Apollo neither parses nor validates it a second time. */
const refusedDocument: DocumentNode = { kind: Kind.DOCUMENT, definitions: [] };

const noSubscriptions = new GraphQLError(
  'A subscription needs a stream: send it with "accept: text/event-stream", or over WebSocket (graphql-transport-ws) at this same address.',
  { extensions: { code: 'BAD_REQUEST' } },
);

/**
 * Lets the graph prepare the document (same cache, same limits, same messages at every door) instead of Apollo's own parser
 * and validator, and answers what the graph refuses.
 */
function preparedByTheGraph(graph: Graph, log: Log): ApolloServerPlugin<HttpContext> {
  return {
    async requestDidStart({ contextValue }) {
      const site: ErrorSite = { requestId: contextValue.requestId, log };
      let refusal: readonly GraphQLError[] = [];
      return {
        async didResolveSource(context) {
          const { source: query, request } = context;
          contextValue.progress.wellFormed = true;
          const ready = graph.prepare({ query, operationName: request.operationName, variables: request.variables });
          if ('errors' in ready) refusal = ready.errors;
          else if (ready.kind === 'subscription') refusal = [noSubscriptions];
          else contextValue.progress.operation = ready;
          // The pipeline parses only when there is no document yet; the property is read-only in the types alone.
          Object.assign(context, { document: 'errors' in ready ? refusedDocument : ready.document });
        },
        async responseForOperation() {
          if (refusal.length === 0) return null;
          const singleResult = { errors: refusal.map((error) => formatError(error, site)) };
          return { http: { status: 400, headers: new HeaderMap() }, body: { kind: 'single', singleResult } };
        },
        async willSendResponse({ errors, response }) {
          if (errors === undefined || response.body.kind !== 'single') return;
          response.body.singleResult.errors = errors.map((error) => formatError(error, site));
        },
      };
    },
  };
}

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
  readonly hideSchemaDetails: boolean;
  readonly log: Log;
}): Promise<ApolloServer<HttpContext>> {
  const { graph, gateway, log } = options;
  const server = new ApolloServer<HttpContext>({
    gateway,
    logger: apolloLogger(log),
    nodeEnv: 'production', // never guess from the environment
    introspection: true,
    csrfPrevention: true,
    documentStore: null, // the graph keeps its own
    persistedQueries: false,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    hideSchemaDetailsFromClientErrors: options.hideSchemaDetails,
    // Silent: what passes here is formatted again, and logged, with its request id in willSendResponse.
    formatError: (formatted) => formatError(formatted, { requestId: null, log: silentLog }),
    plugins: [...disabled(), preparedByTheGraph(graph, log)],
  });
  await server.start();
  return server;
}
