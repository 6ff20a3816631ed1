import {
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';

/**
 * One operation of a valid document without `__schema`, `__type` and `__typename` on its root: the gateway answers these, and no subgraph.
 * Null when nothing else is selected.
 */
export function withoutMetaFields(document: DocumentNode, operationName: string | undefined): DocumentNode | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (operationName === undefined || definition.name?.value === operationName) operation ??= definition;
  }
  if (operation === undefined) return null;
  const selections = rootSelections(operation.selectionSet.selections, fragments);
  if (selections.length === 0) return null;
  return {
    kind: Kind.DOCUMENT,
    definitions: [{ ...operation, selectionSet: { kind: Kind.SELECTION_SET, selections } }, ...fragments.values()],
  };
}

function rootSelections(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly SelectionNode[] {
  return selections.flatMap((selection): SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return selection.name.value.startsWith('__') ? [] : [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    const below = rootSelections(fragment?.selectionSet.selections ?? [], fragments);
    if (below.length === 0) return [];
    return [
      {
        kind: Kind.INLINE_FRAGMENT,
        ...(fragment?.typeCondition === undefined ? {} : { typeCondition: fragment.typeCondition }),
        ...(selection.directives === undefined ? {} : { directives: selection.directives }),
        selectionSet: { kind: Kind.SELECTION_SET, selections: below },
      },
    ];
  });
}
