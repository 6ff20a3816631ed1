import { type DocumentNode, Kind, type OperationDefinitionNode } from 'graphql';

/** The operation of that name in a document that has it; the only one without a name. */
export function operationNamed(document: DocumentNode, name: string | undefined): OperationDefinitionNode {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && definition.name?.value === name) return definition;
  }
  throw new Error(`The document has no operation ${name ?? 'without a name'}`);
}
