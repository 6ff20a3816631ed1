import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  visit,
} from 'graphql';

/** The root field of a subscription as its client wrote it. */
export interface ClientRoot {
  /** The value of its argument `after`, or the variable that has it; null when it is not there, or null. */
  readonly after: { readonly value: string } | { readonly variable: string } | null;
  /** Variables that are used for anything but `after`. */
  readonly otherVariables: ReadonlySet<string>;
  /** Where in `data` the number of merged events was asked for: response keys. */
  readonly mergedAt: readonly (readonly string[])[];
}

/** Null when there is no root field left. A subscription has exactly one, possibly in fragments (5.2.3.1). */
export function clientRoot(asked: {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}): ClientRoot | null {
  const { document, operation } = asked;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const [field] = fieldsOf(operation.selectionSet.selections, fragments);
  if (field === undefined) return null;
  const given = field.arguments?.find(({ name }) => name.value === 'after')?.value;
  const otherVariables = new Set<string>();
  const note = {
    Argument: (argument: unknown) =>
      argument === field.arguments?.find(({ value }) => value === given) ? false : undefined,
    VariableDefinition: () => false as const,
    Variable: ({ name }: { readonly name: { readonly value: string } }) => void otherVariables.add(name.value),
  };
  for (const node of [operation, ...fragments.values()]) visit(node, note);
  const key = nameOf(field);
  const merged = fieldsOf(field.selectionSet?.selections ?? [], fragments).filter(
    ({ name }) => name.value === 'merged',
  );
  return {
    after:
      given?.kind === Kind.VARIABLE
        ? { variable: given.name.value }
        : given?.kind === Kind.STRING
          ? { value: given.value }
          : null,
    otherVariables,
    mergedAt: [...new Set(merged.map(nameOf))].map((name) => [key, name]),
  };
}

const nameOf = (field: FieldNode): string => (field.alias ?? field.name).value;

/** The fields of a selection, also those in its fragments. */
function fieldsOf(
  selections: readonly SelectionNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment === undefined ? [] : fieldsOf(fragment.selectionSet.selections, fragments);
  });
}
