import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  GraphQLError,
  getOperationAST,
  parse,
} from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import type { Clock } from '../lib/clock.ts';
import { ClientError } from '../lib/errors.ts';
import { failureAsLast } from '../lib/failureAsLast.ts';
import type { Log } from '../lib/log.ts';
import { mapIterator } from '../lib/mapIterator.ts';
import type { Viewer } from '../lib/viewer.ts';
import { verifyViewer, viewerHeader } from '../subgraphs/kit/viewerAssertion.ts';
import type { OperationRequest } from './graph.ts';
import type { Exchange } from './server/exchange.ts';
import { formatError, graphqlError } from './server/formatError.ts';
import { operationRequestOf } from './server/operationRequest.ts';
import { sendClientError, sendJson } from './server/reply.ts';
import { requestAddress } from './server/requestAddress.ts';
import { readJsonBody, refuseForeignBody } from './server/requestBody.ts';
import { requestIdOf } from './server/requestId.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraph/subgraphClient.ts';

/** What a subgraph's own process needs to answer for it. */
export interface SubgraphServing {
  readonly client: SubgraphClient;
  /** Shared with the gateway: whoever cannot sign a viewer with it is refused. */
  readonly secret: string;
  readonly host: string;
  readonly port: number;
  readonly bodyBytes: number;
  readonly clock: Clock;
  readonly log: Log;
}

type ViewerContext = { readonly viewer: Viewer; readonly requestId: string };

/** The request that the client of the port takes, from one that came over the wire. */
function subgraphRequest(given: OperationRequest, document: DocumentNode, context: ViewerContext): SubgraphRequest {
  const operation = getOperationAST(document, given.operationName);
  if (operation === null || operation === undefined) throw new ClientError('OPERATION_NOT_FOUND');
  return {
    query: given.query,
    document,
    operationName: given.operationName ?? undefined,
    operationKind: operation.operation,
    variables: given.variables ?? {},
    ...context,
  };
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query);
  } catch (error) {
    throw new ClientError('GRAPHQL_PARSE_FAILED', error instanceof Error ? error.message : undefined);
  }
}

/** Errors leave as documented codes and nothing else, as they do at the gateway's own doors. */
function safe(response: SubgraphResponse, requestId: string, log: Log): SubgraphResponse {
  if (response.errors === undefined) return response;
  const errors = response.errors.map(({ message, path, extensions }) => {
    const given = { message, ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) };
    const { locations: _ours, ...known } = formatError(given, { requestId, log });
    return known;
  });
  return { ...response, errors };
}

/** What a stream that broke ends with: a documented code, so that the gateway need not guess from a close code. */
function failedResult(failure: unknown, requestId: string, log: Log): ExecutionResult {
  const { message, extensions } = formatError(graphqlError(failure), { requestId, log });
  return { errors: [new GraphQLError(message, { extensions: extensions ?? null })] };
}

async function viewerOf(token: unknown, { secret, clock }: SubgraphServing): Promise<Viewer> {
  if (typeof token === 'string') return await verifyViewer(token, secret, clock);
  throw new ClientError(
    'UNAUTHENTICATED',
    `This subgraph answers only to the gateway: the header ${viewerHeader} is missing.`,
  );
}

async function answer(serving: SubgraphServing, exchange: Exchange): Promise<void> {
  const { request, response, path, requestId } = exchange;
  if (path === '/health/live') return sendJson(exchange, 200, { live: true });
  if (path !== '/graphql') throw new ClientError('NOT_FOUND', 'A subgraph answers at /graphql and /health/live only.');
  if (request.method !== 'POST') throw new ClientError('METHOD_NOT_ALLOWED', 'Send operations by POST.');
  refuseForeignBody(request);
  const viewer = await viewerOf(request.headers[viewerHeader], serving);
  const given = operationRequestOf(await readJsonBody(request, serving.bodyBytes));
  const left = new AbortController();
  const leave = (): void => left.abort(new Error('The gateway left'));
  response.once('close', leave);
  try {
    const asked = subgraphRequest(given, parsed(given.query), { viewer, requestId });
    sendJson(exchange, 200, safe(await serving.client.execute(asked, left.signal), requestId, serving.log));
  } finally {
    response.off('close', leave);
  }
}

function httpServer(serving: SubgraphServing): Server {
  return createServer((request, response) => {
    const requestId = requestIdOf(request);
    const address = requestAddress(request.url ?? '/') ?? { path: '', search: '' };
    const exchange: Exchange = { request, response, ...address, requestId, headers: [] };
    answer(serving, exchange).catch((error: unknown) => {
      if (error instanceof ClientError) return sendClientError(exchange, error);
      serving.log.error({ error, requestId }, 'A request to the subgraph failed');
      sendClientError(exchange, new ClientError('INTERNAL'));
    });
  });
}

type Extra = { viewer?: Viewer; readonly request: IncomingMessage };

/** Subscriptions over graphql-transport-ws; the viewer comes signed in `connection_init`. */
function serveSubscriptions(serving: SubgraphServing, sockets: WebSocketServer): { dispose(): void | Promise<void> } {
  return useServer<Record<string, unknown>, Extra>(
    {
      async onConnect({ connectionParams, extra }) {
        try {
          Object.assign(extra, { viewer: await viewerOf(connectionParams?.[viewerHeader], serving) });
          return true;
        } catch (error) {
          if (error instanceof ClientError) return false; // closes with 4403
          throw error;
        }
      },
      onSubscribe({ extra }, _id, { query, variables, operationName }) {
        const { viewer, request } = extra;
        if (viewer === undefined) throw new Error('A subscription came before the viewer');
        const given = { query, variables: variables ?? null, operationName: operationName ?? null };
        try {
          const document = parsed(query);
          const contextValue = subgraphRequest(given, document, { viewer, requestId: requestIdOf(request) });
          return { document, contextValue, operationName, variableValues: variables } as ExecutionArgs;
        } catch (error) {
          return [graphqlError(error)];
        }
      },
      subscribe: async (args) => {
        const asked = args.contextValue as SubgraphRequest;
        try {
          const events = await serving.client.subscribe(asked, new AbortController().signal);
          const results = mapIterator(events, (event) => safe(event, asked.requestId, serving.log) as ExecutionResult);
          return failureAsLast(results, (failure) => failedResult(failure, asked.requestId, serving.log));
        } catch (error) {
          return { errors: [graphqlError(error)] };
        }
      },
    },
    sockets,
  );
}

/** Serves one subgraph for a gateway elsewhere: queries and mutations over HTTP, subscriptions over WebSocket, at /graphql. */
export async function serveSubgraph(
  serving: SubgraphServing,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = httpServer(serving);
  const sockets = new WebSocketServer({ server, path: '/graphql', maxPayload: serving.bodyBytes });
  const subscriptions = serveSubscriptions(serving, sockets);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(serving.port, serving.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${serving.host}:${port}/graphql`,
    async close() {
      await subscriptions.dispose();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
