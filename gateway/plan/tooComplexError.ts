import { GraphQLError } from 'graphql';

/** The error of an operation that cannot be planned in the time that planning may take. */
export function tooComplexError(originalError?: Error): GraphQLError {
  return new GraphQLError('The operation has too many ways to be answered. Select less, or from fewer types at once.', {
    originalError,
    extensions: { code: 'OPERATION_TOO_COMPLEX' },
  });
}
