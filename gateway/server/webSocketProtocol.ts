import type { ExecutionResult } from 'graphql';
import { CloseCode, type ConnectionInitMessage, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Graph, ResultStream } from '../graph.ts';
import type { ViewerSource } from '../identity/viewerSource.ts';
import { type CallerFacts, type CallerRules, callerFacts } from './callerFacts.ts';
import { expiryDeadline, requestDeadline } from './deadline.ts';
import { formatError, formatResult, graphqlError } from './formatError.ts';
import type { LiveOperations } from './liveOperations.ts';
import { operationStream } from './operationStream.ts';
import type { Connection } from './webSocketConnection.ts';

/** What the protocol needs of the rest of the server. */
export interface ProtocolPorts {
  readonly graph: Graph;
  readonly viewers: ViewerSource;
  readonly operations: LiveOperations;
  readonly log: Log;
  readonly initMs: number;
  readonly requestTimeoutMs: number;
  readonly maxRunning: number;
  readonly callerRules: CallerRules;
}

/** One operation between the hooks: it travels as the `contextValue` of the execution arguments. */
interface StartedOperation {
  readonly results: ResultStream;
  readonly requestId: string;
}

/** The token in `connection_init`, or in the header of the handshake when the payload has none. */
function authorizationOf(connection: Connection, params: ConnectionInitMessage['payload']): string | undefined {
  const given = params?.['authorization'] ?? params?.['Authorization'];
  if (given === undefined || given === null) return connection.request.headers.authorization;
  if (typeof given !== 'string')
    throw new ClientError('UNAUTHENTICATED', 'authorization in connection_init must be text.');
  return given;
}

/** Learns who is there. A token that is no good closes the socket with 4403 and the reason; it is never taken for anonymous. */
async function admit(ports: ProtocolPorts, connection: Connection, params: ConnectionInitMessage['payload']) {
  try {
    connection.identity = await ports.viewers.identify(authorizationOf(connection, params));
    await ports.viewers.viewerOf(connection.identity);
    return true;
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    connection.refuse(CloseCode.Forbidden, error.message);
    return false; // the close frame above is the one that is sent
  }
}

/** What the handshake says of the caller; a token in `connection_init` goes before its header. */
function factsOf(
  { callerRules }: ProtocolPorts,
  connection: Connection,
  params: ConnectionInitMessage['payload'],
): CallerFacts {
  const facts = callerFacts(connection.request, connection.identity, callerRules);
  const authorization = authorizationOf(connection, params);
  if (authorization === undefined || !callerRules.forwardedHeaders.includes('authorization')) return facts;
  return { ...facts, headers: new Map([...(facts.headers ?? []), ['authorization', authorization]]) };
}

/** Prepares an operation, or says why not. Refusing ends this operation and never the socket. */
function begin(
  ports: ProtocolPorts,
  connection: Connection,
  params: ConnectionInitMessage['payload'],
  payload: SubscribePayload,
) {
  const { graph, viewers, operations, maxRunning } = ports;
  if (connection.running.size >= maxRunning) {
    const says = `One socket may have ${maxRunning} operations open; complete one, or open another socket.`;
    return [graphqlError(new ClientError('LIMIT_REACHED', says, { limit: maxRunning }))];
  }
  const ready = graph.prepare(payload);
  if ('errors' in ready) return ready.errors;

  connection.started += 1;
  const requestId = `${connection.requestId}.${connection.started}`;
  const { identity } = connection;
  const operation =
    ready.kind === 'subscription'
      ? operations.begin('stream', expiryDeadline(identity === null ? null : identity.expiresAt * 1_000))
      : operations.begin('answer', requestDeadline(ports.requestTimeoutMs));
  const facts = factsOf(ports, connection, params);
  const viewer = () => viewers.viewerOf(identity);
  const results = operationStream(graph, ready, operation, { requestId, viewer, facts, log: ports.log });
  const contextValue: StartedOperation = { results, requestId };
  return {
    schema: graph.schema,
    document: ready.document,
    operationName: ready.operationName ?? null,
    variableValues: ready.variables,
    contextValue,
  };
}

// `begin` is the only maker of execution arguments, so the context is what it put there.
const startedOf = (args: { readonly contextValue?: unknown }): StartedOperation =>
  args.contextValue as StartedOperation;

/** The graphql-transport-ws protocol over the graph: every message of it except the order in which a socket's messages are taken. */
export function webSocketProtocol(ports: ProtocolPorts): Server<Connection> {
  const run = (args: { readonly contextValue?: unknown }): ResultStream => startedOf(args).results;
  return makeServer<ConnectionInitMessage['payload'], Connection>({
    connectionInitWaitTimeout: ports.initMs,
    onConnect: ({ extra, connectionParams }) => admit(ports, extra, connectionParams),
    onSubscribe: ({ extra, connectionParams }, _id, payload) => begin(ports, extra, connectionParams, payload),
    execute: run,
    subscribe: run,
    // What a stream gives is the graph's, with parts of a deferred answer among it that the protocol's types do not know.
    onNext: (_context, _id, _payload, args, result) =>
      formatResult(result as ExecutionResult, { requestId: startedOf(args).requestId, log: ports.log }),
    onError: ({ extra }, _id, _payload, errors) =>
      errors.map((error) => formatError(error, { requestId: extra.requestId, log: ports.log })),
  });
}
