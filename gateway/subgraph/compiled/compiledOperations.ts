import type { DocumentNode, GraphQLSchema } from 'graphql';
import { type CompiledOperation, compileOperation } from './compileOperation.ts';

/** The compiled form of an operation; null for one that graphql-js runs. Kept as long as the document is. */
export function compiledOperations(
  schema: GraphQLSchema,
): (document: DocumentNode, operationName: string | undefined) => CompiledOperation | null {
  const known = new WeakMap<DocumentNode, Map<string | undefined, CompiledOperation | null>>();
  return (document, operationName) => {
    let ofDocument = known.get(document);
    if (ofDocument === undefined) {
      ofDocument = new Map();
      known.set(document, ofDocument);
    }
    const before = ofDocument.get(operationName);
    if (before !== undefined) return before;
    const compiled = compileOperation(schema, document, operationName);
    ofDocument.set(operationName, compiled);
    return compiled;
  };
}
