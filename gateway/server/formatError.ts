import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ClientError, type ErrorCodeName, errorCodes } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';

/** Where an error is on its way to a client. */
export interface ErrorSite {
  readonly requestId: string | null;
  readonly log: Log;
}

/** What Apollo Server calls things that our table has another name for. */
const codesOfApollo: ReadonlyMap<unknown, ErrorCodeName> = new Map<unknown, ErrorCodeName>([
  ['OPERATION_RESOLUTION_FAILURE', 'OPERATION_NOT_FOUND'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'BAD_REQUEST'],
  ['PERSISTED_QUERY_NOT_FOUND', 'BAD_REQUEST'],
]);

const isDocumentedCode = (code: unknown): code is ErrorCodeName =>
  typeof code === 'string' && Object.hasOwn(errorCodes, code);

/** Any thrown value as a GraphQL error: a ClientError keeps its code and message, the rest keeps only its place. */
export function graphqlError(thrown: unknown): GraphQLError {
  const cause = thrown instanceof GraphQLError ? (thrown.originalError ?? thrown) : thrown;
  const place = thrown instanceof GraphQLError ? { nodes: thrown.nodes ?? null, path: thrown.path ?? null } : {};
  if (cause instanceof ClientError) {
    return new GraphQLError(cause.message, { ...place, extensions: { ...cause.details, code: cause.code } });
  }
  if (thrown instanceof GraphQLError) return thrown;
  return new GraphQLError(errorCodes.INTERNAL.says, {
    originalError: cause instanceof Error ? cause : new Error(`Thrown: ${String(cause)}`),
  });
}

/**
 * The last step of every error before it leaves, at every door. An error with a documented code passes as it is; anything else
 * is logged with the request id and leaves as INTERNAL, without its message. Never throws.
 */
export function formatError(
  error: GraphQLError | GraphQLFormattedError,
  { requestId, log }: ErrorSite,
): GraphQLFormattedError {
  const known = error instanceof GraphQLError ? graphqlError(error) : error;
  const found = known.extensions?.['code'];
  const code = codesOfApollo.get(found) ?? found;
  const place = {
    ...(known.locations ? { locations: known.locations } : {}),
    ...(known.path ? { path: known.path } : {}),
  };
  if (isDocumentedCode(code) && code !== 'INTERNAL') {
    const { stacktrace: _stack, http: _http, ...extensions } = known.extensions ?? {}; // Apollo's own, not for clients
    return { message: known.message, ...place, extensions: { ...extensions, code } };
  }
  if (code !== 'INTERNAL') {
    const cause = error instanceof GraphQLError ? (error.originalError ?? error) : error.message;
    log.error({ requestId, cause, path: known.path }, 'An error without a documented code was masked');
  }
  return {
    message: errorCodes.INTERNAL.says,
    ...place,
    extensions: { code: 'INTERNAL', ...(requestId === null ? {} : { requestId }) },
  };
}
