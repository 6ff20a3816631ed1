import {
  type DocumentNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  specifiedRules,
  validate,
} from 'graphql';
import { measureOperation } from './measureOperation.ts';
import type { OperationLimits } from './operationLimits.ts';
import { parseDocument } from './parseDocument.ts';
import { unsupportedSyntax } from './unsupportedSyntax.ts';

/** A document that passed every check that does not depend on variables. */
export interface PreparedDocument {
  readonly document: DocumentNode;
  readonly operations: readonly OperationDefinitionNode[];
}

/** Validation stops there: each further error costs work and tells a client little. */
const maxErrors = 20;

/** Parses, measures and validates a text against the API schema; the errors have documented codes and locations. */
export function prepareDocument(
  text: string,
  apiSchema: GraphQLSchema,
  limits: OperationLimits,
): PreparedDocument | { readonly errors: readonly GraphQLError[] } {
  try {
    const document = parseDocument(text, limits);
    measureOperation(document, limits);
    const refused = unsupportedSyntax(document, apiSchema);
    const errors = refused.length > 0 ? refused : validate(apiSchema, document, specifiedRules, { maxErrors });
    if (errors.length > 0) return { errors: errors.map(validationFailed) };
    const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
    return { document, operations };
  } catch (error) {
    if (error instanceof GraphQLError) return { errors: [error] };
    throw error;
  }
}

/** The message with which graphql-js stops comparing fields that share a response key. */
const aborted = 'Validation aborted.';

function validationFailed({ message, nodes, source, positions }: GraphQLError): GraphQLError {
  if (message === aborted) {
    return new GraphQLError(
      'The operation repeats the same fields too often to be checked. Ask for each field once, in one place or one fragment.',
      { extensions: { code: 'OPERATION_TOO_LARGE' } },
    );
  }
  return new GraphQLError(message, {
    // `nodes` alone gives the locations; a rule that has none states positions.
    ...(nodes === undefined ? { source, positions } : { nodes }),
    extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
  });
}
