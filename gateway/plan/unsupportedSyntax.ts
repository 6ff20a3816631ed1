import {
  type ASTNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

/** What is GraphQL by its grammar but cannot be answered here, each with a sentence that says what to do instead. Empty when all is well. */
export function unsupportedSyntax(document: DocumentNode, apiSchema: GraphQLSchema): readonly GraphQLError[] {
  const errors: GraphQLError[] = [];
  const refuse = (message: string, nodes: ASTNode): void => {
    errors.push(new GraphQLError(message, { nodes }));
  };
  const fragments = new Map<string, FragmentDefinitionNode>();
  visit(document, {
    FragmentDefinition(fragment) {
      fragments.set(fragment.name.value, fragment);
    },
    Directive(directive) {
      const name = directive.name.value;
      if (name !== 'stream') return;
      refuse(
        '@stream is not supported: lists come in one piece. Leave the directive out, or page through the list.',
        directive,
      );
    },
    Field(field) {
      if (field.alias?.value !== '__typename' || field.name.value === '__typename') return;
      refuse('The response key "__typename" is reserved for the type name. Choose another alias.', field);
    },
  });
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (!apiSchema.getRootType(definition.operation))
      refuse(`The schema has no ${definition.operation} type.`, definition);
    if (definition.operation === 'subscription') refuseDefer(document, refuse);
    for (const directive of conditionsOnRoot(definition, fragments)) {
      refuse('@skip and @include cannot stand on the root field of a subscription: open it, or do not.', directive);
    }
  }
  return errors;
}

/** Events are whole: a part that came later would belong to a state that is past. */
function refuseDefer(document: DocumentNode, refuse: (message: string, nodes: ASTNode) => void): void {
  visit(document, {
    Directive(directive) {
      if (directive.name.value !== 'defer') return;
      refuse(
        '@defer is not supported beside a subscription: each event comes in one piece. Leave the directive out.',
        directive,
      );
    },
  });
}

/** A subscription has one root field, so a condition on it could only ask for nothing. */
function conditionsOnRoot(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly ASTNode[] {
  if (operation.operation !== 'subscription') return [];
  const found: ASTNode[] = [];
  const seen = new Set<string>();
  const look = (selectionSet: SelectionSetNode): void => {
    for (const selection of selectionSet.selections) {
      found.push(
        ...(selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include'),
      );
      if (selection.kind === Kind.INLINE_FRAGMENT) look(selection.selectionSet);
      if (selection.kind !== Kind.FRAGMENT_SPREAD || seen.has(selection.name.value)) continue;
      seen.add(selection.name.value);
      const fragment = fragments.get(selection.name.value);
      if (fragment !== undefined) look(fragment.selectionSet);
    }
  };
  look(operation.selectionSet);
  return found;
}
