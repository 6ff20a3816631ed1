import {
  type DocumentNode,
  executeSync,
  type FieldNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';

/** Answers `__schema` and `__type` fields of one operation. */
export type Introspect = (nodes: readonly FieldNode[], variables: Readonly<Record<string, unknown>>) => unknown;

/**
 * Introspection of what a client can see. An answer that no variable can change is remembered for as long as the operation is: the usual
 * introspection query of a client costs its work once.
 */
export function introspection(
  apiSchema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Introspect {
  const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
  const constant = (operation.variableDefinitions ?? []).length === 0;
  const known = new WeakMap<readonly FieldNode[], unknown>();
  return (nodes, variables) => {
    if (known.has(nodes)) return known.get(nodes);
    const [first] = nodes;
    if (first === undefined) return null;
    const { data } = executeSync({
      schema: apiSchema,
      document: {
        kind: Kind.DOCUMENT,
        definitions: [
          { ...operation, directives: [], selectionSet: { kind: Kind.SELECTION_SET, selections: nodes } },
          ...fragments,
        ],
      },
      variableValues: variables,
    });
    const value = data?.[first.alias?.value ?? first.name.value] ?? null;
    if (constant) known.set(nodes, value);
    return value;
  };
}
