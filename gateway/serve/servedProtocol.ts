import { type ExecutionArgs, type ExecutionResult, type FormattedExecutionResult, GraphQLError } from 'graphql';
import { type Context, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { ClientError } from '../../lib/errors.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import type { SubgraphRequest, SubgraphResponse } from '../subgraph/subgraphClient.ts';
import { failedResponse, safeResponse, servedOperation, viewerOf } from './servedOperation.ts';
import type { ServedStreams } from './servedStreams.ts';
import type { SubgraphServing } from './subgraphServing.ts';

/** The socket of one gateway, as the protocol's hooks see it. */
export interface GatewaySocket {
  readonly requestId: string;
  /** Known from `connection_init` on. */
  viewer: Viewer | null;
  /** Operations that began on it; makes their request ids. */
  begun: number;
  /** Messages that are being dealt with: an operation is, until its last message has left. */
  readonly running: Set<Promise<void>>;
}

type Params = Record<string, unknown>;

/** As many as our own gateway has on one socket. */
const defaultMaxPerSocket = 1_000;

/** The graphql-transport-ws protocol over a subgraph; the viewer comes signed in `connection_init`. */
export function servedProtocol(
  serving: SubgraphServing,
  streams: ServedStreams,
  initMs: number,
): Server<GatewaySocket> {
  const { client, log, maxPerSocket = defaultMaxPerSocket } = serving;
  const begin = (
    { extra: socket, subscriptions }: Context<Params, GatewaySocket>,
    { query, variables, operationName }: SubscribePayload,
  ): SubgraphRequest => {
    const { viewer } = socket;
    if (viewer === null) throw new Error('An operation came before the viewer');
    if (Object.keys(subscriptions).length > maxPerSocket) {
      const says = `One socket may have ${maxPerSocket} operations open; complete one, or open another socket.`;
      throw new ClientError('LIMIT_REACHED', says, { limit: maxPerSocket });
    }
    socket.begun += 1;
    const given = { query, variables: variables ?? null, operationName: operationName ?? null };
    return servedOperation(given, { viewer, requestId: `${socket.requestId}.${socket.begun}` });
  };
  return makeServer<Params, GatewaySocket>({
    connectionInitWaitTimeout: initMs,
    async onConnect({ connectionParams, extra }) {
      try {
        extra.viewer = await viewerOf(connectionParams?.[viewerHeader], serving);
        return true;
      } catch (error) {
        if (error instanceof ClientError) return false; // closes with 4403
        throw error;
      }
    },
    onSubscribe(context, _id, payload) {
      try {
        const contextValue = begin(context, payload);
        return { document: contextValue.document, operationName: payload.operationName, contextValue } as ExecutionArgs;
      } catch (error) {
        return failedResponse(error, context.extra.requestId, log).errors?.map(
          ({ message, extensions = {} }) => new GraphQLError(message, { extensions }),
        );
      }
    },
    subscribe: ({ contextValue }) => asResults(streams.open(contextValue as SubgraphRequest)),
    async execute({ contextValue }) {
      const asked = contextValue as SubgraphRequest;
      try {
        const response = await client.execute(asked, new AbortController().signal);
        return asResult(safeResponse(response, asked.requestId, log));
      } catch (error) {
        return asResult(failedResponse(error, asked.requestId, log));
      }
    },
    // What comes here is a response that is ready to be written, whatever the types say.
    onNext: (_context, _id, _payload, _args, result) => result as FormattedExecutionResult,
  });
}

function asResult(response: SubgraphResponse): ExecutionResult {
  return response as ExecutionResult;
}

function asResults(stream: AsyncIterableIterator<SubgraphResponse>): AsyncIterableIterator<ExecutionResult> {
  return stream as AsyncIterableIterator<SubgraphResponse & ExecutionResult>;
}
