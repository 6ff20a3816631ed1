import { GraphQLError } from 'graphql';
import { ClientError } from '../../lib/errors.ts';

/** What ended an operation, as the client may read it: a ClientError with code, message and details; everything else only as INTERNAL. */
export function faultError(thrown: unknown, facts: Readonly<Record<string, unknown>> = {}): GraphQLError {
  const known = thrown instanceof ClientError ? thrown : new ClientError('INTERNAL');
  return new GraphQLError(known.message, { extensions: { ...facts, ...known.details, code: known.code } });
}
