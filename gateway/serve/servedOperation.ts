import { type DocumentNode, getOperationAST, type OperationTypeNode, parse } from 'graphql';
import { ClientError } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { verifyViewer, viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import type { OperationRequest } from '../graph.ts';
import { formatError, graphqlError } from '../server/formatError.ts';
import type { SubgraphRequest, SubgraphResponse } from '../subgraph/subgraphClient.ts';
import type { SubgraphServing } from './subgraphServing.ts';

/** On whose behalf a gateway asks, from the token that it signed. */
export async function viewerOf(token: unknown, { secret, clock }: SubgraphServing): Promise<Viewer> {
  if (typeof token === 'string') return await verifyViewer(token, secret, clock);
  throw new ClientError(
    'UNAUTHENTICATED',
    `This subgraph answers only to the gateway: the header ${viewerHeader} is missing.`,
  );
}

/**
 * The request that the client of the port takes, from one that came over the wire.
 * @throws ClientError GRAPHQL_PARSE_FAILED or OPERATION_NOT_FOUND
 */
export function servedOperation(
  given: OperationRequest,
  context: { readonly viewer: Viewer; readonly requestId: string },
): SubgraphRequest {
  const document = parsed(given.query);
  const operation = getOperationAST(document, given.operationName);
  if (operation === null || operation === undefined) throw new ClientError('OPERATION_NOT_FOUND');
  return {
    query: given.query,
    document,
    operationName: given.operationName ?? undefined,
    operationKind: operation.operation satisfies OperationTypeNode,
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
export function safeResponse(response: SubgraphResponse, requestId: string, log: Log): SubgraphResponse {
  if (response.errors === undefined) return response;
  const errors = response.errors.map(({ message, path, extensions }) => {
    const given = { message, ...(path ? { path } : {}), ...(extensions ? { extensions } : {}) };
    const { locations: _ours, ...known } = formatError(given, { requestId, log });
    return known;
  });
  return { ...response, errors };
}

/** What went wrong as a response: a documented code, so that the gateway need not guess from a close code. */
export function failedResponse(failure: unknown, requestId: string, log: Log): SubgraphResponse {
  const { message, extensions } = formatError(graphqlError(failure), { requestId, log });
  return { errors: [{ message, ...(extensions ? { extensions } : {}) }] };
}
