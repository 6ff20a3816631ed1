import { GraphQLError, type GraphQLSchema, getVariableValues, type OperationDefinitionNode } from 'graphql';

/** Each error names one variable; more than these help nobody. */
const maxErrors = 20;

/** The variables of an operation with defaults filled in and values checked, or a BAD_USER_INPUT error for each that does not fit. */
export function coerceVariables(
  apiSchema: GraphQLSchema,
  operation: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): { readonly coerced: Readonly<Record<string, unknown>> } | { readonly errors: readonly GraphQLError[] } {
  const { errors, coerced } = getVariableValues(apiSchema, operation.variableDefinitions ?? [], given, { maxErrors });
  return errors === undefined ? { coerced } : { errors: errors.map(badInput) };
}

function badInput({ message, nodes }: GraphQLError): GraphQLError {
  const variable = /^Variable "\$(\w+)"/.exec(message)?.[1];
  return new GraphQLError(message, {
    ...(nodes === undefined ? {} : { nodes }),
    extensions: { code: 'BAD_USER_INPUT', ...(variable === undefined ? {} : { variable }) },
  });
}
