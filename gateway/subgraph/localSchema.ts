import type { GraphQLDataSource } from '@apollo/gateway';
import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, isSchema, validate } from 'graphql';
import type { SubgraphRequest } from './subgraphClient.ts';

/** The schema of a data source that is LocalGraphQLDataSource and nothing more than that; null for all others. */
export function localSchemaOf(dataSource: GraphQLDataSource): GraphQLSchema | null {
  // A class of its owner, or a `process` of its own, does something more. The class itself is not imported: it brings all of the stock gateway.
  if (dataSource.constructor.name !== 'LocalGraphQLDataSource' || Object.hasOwn(dataSource, 'process')) return null;
  const schema: unknown = 'schema' in dataSource ? dataSource.schema : null;
  return isSchema(schema) ? schema : null;
}

/** Runs requests as that data source does, but a document that it has seen is neither parsed nor validated again. */
export function localProcess(
  schema: GraphQLSchema,
): (request: SubgraphRequest, contextValue: unknown) => Promise<ExecutionResult> {
  const checked = new WeakMap<DocumentNode, ReturnType<typeof validate>>();
  const errorsOf = (document: DocumentNode): ReturnType<typeof validate> => {
    const errors = checked.get(document) ?? validate(schema, document);
    checked.set(document, errors);
    return errors;
  };
  return async ({ document, variables: variableValues, operationName }, contextValue) => {
    const errors = errorsOf(document);
    return errors.length > 0
      ? { errors }
      : await execute({ schema, document, contextValue, variableValues, operationName: operationName ?? null });
  };
}
