import { type ExecutionResult, GraphQLError } from 'graphql';

/**
 * A result as @apollo/gateway gives it: what does not fit the schema is no error there. It stands in `extensions.valueCompletion` when
 * nothing else went wrong, and is left out when something did.
 */
export function stockResult(result: ExecutionResult): ExecutionResult {
  const { errors } = result;
  if (errors === undefined || !errors.some(isValueCompletion)) return result;
  const others = errors.filter((error) => !isValueCompletion(error));
  const { errors: _all, ...rest } = result;
  if (others.length > 0) return { ...rest, errors: others };
  const valueCompletion = errors.map(({ message, path }) => ({ message, ...(path === undefined ? {} : { path }) }));
  return { ...rest, extensions: { ...rest.extensions, valueCompletion } };
}

/** Errors of subgraphs name the subgraph; one that only shaping found does not. */
function isValueCompletion({ extensions }: GraphQLError): boolean {
  return (
    extensions['code'] === 'SUBGRAPH_MALFORMED' &&
    extensions['subgraph'] === undefined &&
    extensions['serviceName'] === undefined
  );
}

/** Errors of variables as graphql-js words them: Apollo Server knows those, and sets code and status itself. */
export function stockRefusal(errors: readonly GraphQLError[]): ExecutionResult {
  return {
    errors: errors.map((error) => {
      if (error.extensions['code'] !== 'BAD_USER_INPUT') return error;
      return new GraphQLError(error.message, { nodes: error.nodes ?? null });
    }),
  };
}
