import { GraphQLError } from 'graphql';
import { ClientError } from '../../lib/errors.ts';
import type { SubgraphError } from './subgraphClient.ts';

/** An error of graphql-js in this process as a subgraph reports it: what a resolver threw for the client keeps code, message and details. */
export function resolverError(error: GraphQLError): SubgraphError {
  const cause = innermost(error);
  const place = error.path === undefined ? {} : { path: error.path };
  if (cause instanceof ClientError) {
    return { message: cause.message, ...place, extensions: { ...cause.details, code: cause.code }, cause };
  }
  if (isBadArgument(cause)) {
    return { message: cause.message, ...place, extensions: { code: 'BAD_USER_INPUT' }, cause };
  }
  return { message: error.message, ...place, extensions: error.extensions, cause };
}

/** Errors of an execution that did not begin: the document is ours and valid, so they say which variable of the client does not fit. */
export function variableErrors(errors: readonly GraphQLError[]): readonly SubgraphError[] {
  return errors.map((error) => ({
    message: error.message,
    extensions: { code: 'BAD_USER_INPUT', ...error.extensions },
    cause: error,
  }));
}

/** The same for what a subscription could not be opened with; only the first of several errors can be thrown. */
export function refusal(errors: readonly GraphQLError[]): unknown {
  const [first] = errors;
  if (first === undefined) return new Error('A subscription was refused without an error');
  const cause = innermost(first);
  if (cause instanceof ClientError) return cause;
  const badInput = isBadArgument(cause) || (first.path === undefined && first.message.startsWith('Variable "'));
  return badInput ? new ClientError('BAD_USER_INPUT', first.message, {}, { cause: first }) : cause;
}

function innermost(error: GraphQLError): Error {
  let cause: Error = error;
  while (cause instanceof GraphQLError && cause.originalError !== undefined) cause = cause.originalError;
  return cause;
}

/** graphql-js has no other sign for a literal that a scalar of the subgraph refuses; the gateway's schema knows such scalars by name only. */
function isBadArgument(error: Error): boolean {
  return error instanceof GraphQLError && error.message.startsWith('Argument "');
}
