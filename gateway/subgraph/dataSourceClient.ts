import type { GraphQLDataSource, GraphQLDataSourceProcessOptions } from '@apollo/gateway';
import { GraphQLError } from 'graphql';
import { ClientError } from '../../lib/errors.ts';
import { isOpenRecord } from '../../lib/own.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import { localProcess, localSchemaOf } from './localSchema.ts';
import { neverAborts } from './neverAborts.ts';
import type { KnownSource } from './plainRemoteSource.ts';
import { RemoteProcess } from './remoteProcess.ts';
import type { SourceTransports } from './sourceTransports.ts';
import { subgraphAnswer } from './subgraphAnswer.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

/** What a data source is called with for an operation of a client. */
type OperationOptions = Extract<GraphQLDataSourceProcessOptions, { readonly incomingRequestContext: unknown }>;

/** The request that Apollo Server hands to a gateway. */
export type IncomingRequest = OperationOptions['incomingRequestContext'];

/** The package exports the enumeration as a type only. */
const incomingOperation = 'incoming operation' as OperationOptions['kind'];

/** A data source that can be asked over connections of ours. */
export interface OwnWay {
  readonly known: KnownSource;
  readonly transports: SourceTransports;
}

/**
 * A data source of @apollo/gateway (RemoteGraphQLDataSource with its hooks, LocalGraphQLDataSource, anything with `process`) as a client.
 * What it throws is thrown on, so that the error policy `passed` shows it; but addresses and bodies of subgraphs stay here. A data source
 * cannot be interrupted: an abort ends the wait for it.
 */
export function dataSourceClient(
  name: string,
  dataSource: GraphQLDataSource,
  ownWay: OwnWay | null = null,
): SubgraphClient {
  const ask = askerOf(name, dataSource, ownWay);
  const run = async (request: SubgraphRequest): Promise<SubgraphResponse> => {
    let response: unknown;
    try {
      response = await ask(request);
    } catch (thrown) {
      throw presentable(name, thrown);
    }
    const answer = subgraphAnswer(withMessages(response));
    if (answer !== null) return answer;
    throw new ClientError('SUBGRAPH_MALFORMED', `The data source of "${name}" gave an answer that is not GraphQL.`, {
      subgraph: name,
    });
  };
  return {
    execute: (request, signal) => (signal === neverAborts ? run(request) : untilAborted(run(request), signal)),
    async subscribe() {
      throw new ClientError('BAD_REQUEST', `The data source of "${name}" serves no subscriptions.`, { subgraph: name });
    },
  };
}

/** The way in which a data source is asked. */
function askerOf(
  name: string,
  dataSource: GraphQLDataSource,
  ownWay: OwnWay | null,
): (request: SubgraphRequest) => Promise<unknown> {
  const schema = localSchemaOf(dataSource);
  if (schema !== null) {
    const runHere = localProcess(schema);
    return async (request) => await runHere(request, incomingOf(name, request).context);
  }
  if (ownWay !== null) {
    const remote = new RemoteProcess(ownWay.known, ownWay.transports);
    return async (request) => await remote.ask(request, optionsWithoutRequest(name, request));
  }
  return async (request) => {
    const { query, operationName, variables } = request;
    const asked = { query, variables: { ...variables }, ...(operationName === undefined ? {} : { operationName }) };
    return await dataSource.process({ ...optionsWithoutRequest(name, request), request: asked });
  };
}

function optionsWithoutRequest(name: string, request: SubgraphRequest): Omit<OperationOptions, 'request'> {
  const { document, path } = request;
  const incomingRequestContext = incomingOf(name, request);
  return {
    kind: incomingOperation,
    incomingRequestContext,
    context: incomingRequestContext.context,
    document,
    ...(path === undefined ? {} : { pathInIncomingRequest: [...path] }),
  };
}

/** The request that Apollo Server gave to the gateway, which put it into `RequestContext.incoming`. */
function incomingOf(name: string, { incoming }: SubgraphRequest): IncomingRequest {
  if (incoming === undefined) throw new Error(`The data source of "${name}" was called without a request`);
  return incoming as IncomingRequest;
}

/** Errors without a message count as errors all the same. */
function withMessages(response: unknown): unknown {
  if (!isOpenRecord(response) || !Array.isArray(response['errors'])) return response;
  const errors = response['errors'].map((error: unknown) => {
    if (!isOpenRecord(error)) return { message: '' };
    const { message, path, extensions } = error;
    return { message: typeof message === 'string' ? message : '', path, extensions };
  });
  return { data: response['data'], errors };
}

function presentable(name: string, thrown: unknown): unknown {
  if (thrown instanceof GraphQLError) return withoutAddress(thrown);
  if (thrown instanceof Error && 'type' in thrown && thrown.type === 'invalid-json') {
    const says = `The subgraph "${name}" gave an answer that is not JSON.`;
    return new ClientError('SUBGRAPH_MALFORMED', says, { subgraph: name }, { cause: thrown });
  }
  if (!isConnectionFailure(thrown)) return thrown;
  const says = `The subgraph "${name}" could not be reached.`;
  return new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name }, { cause: thrown });
}

/** An answer that is no success comes with the subgraph's address and body; the status is enough for a client. */
function withoutAddress(error: GraphQLError): GraphQLError {
  const { response, ...extensions } = error.extensions;
  if (!isOpenRecord(response)) return error;
  const { status, statusText } = response;
  return new GraphQLError(error.message, { extensions: { ...extensions, response: { status, statusText } } });
}

/** What fetch implementations throw when there is no answer: their messages carry the address. */
function isConnectionFailure(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  if (thrown.name === 'FetchError' || 'syscall' in thrown || 'errno' in thrown) return true;
  if ('code' in thrown && String(thrown.code).startsWith('UND_ERR_')) return true;
  return thrown.cause instanceof Error && isConnectionFailure(thrown.cause);
}
