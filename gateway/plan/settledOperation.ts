import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Values of the variables of @skip, @include and @defer; what is not there is not decided. */
export type Settings = Readonly<Record<string, boolean>>;

interface Settling {
  readonly settings: Settings;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

/**
 * The operation as planners get it: fragments in place, conditions decided as far as they can be, no selection set empty, and root fields plain, each once, in
 * the order in which they must be executed (GraphQL specification, 6.3.2: a mutation's fields run in it). Planners get all of this wrong in places. Null when
 * nothing is left.
 */
export function settledOperation(
  { document, operation }: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode },
  settings: Settings,
): { readonly document: DocumentNode; readonly operation: OperationDefinitionNode } | null {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const settling: Settling = { settings, fragments };
  const selections = inOrder(rootSelections(settling, operation.selectionSet));
  if (selections.length === 0) return null;
  const settled: OperationDefinitionNode = {
    ...operation,
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  };
  return { document: { kind: Kind.DOCUMENT, definitions: [settled] }, operation: settled };
}

/** Every fragment on a root type applies: what is in it stands in the root, unless it is deferred or not decided yet. */
function rootSelections(settling: Settling, selectionSet: SelectionSetNode): readonly SelectionNode[] {
  return settledSelections(settling, selectionSet, (fragment) => {
    const { typeCondition: _always, ...unconditioned } = fragment;
    return (fragment.directives ?? []).length === 0 ? fragment.selectionSet.selections : [unconditioned];
  });
}

/** Fields with one response key become one, at the place of the first. */
function inOrder(selections: readonly SelectionNode[]): readonly SelectionNode[] {
  const ordered: SelectionNode[] = [];
  const places = new Map<string, number>();
  for (const selection of selections) {
    // A field that may yet be left out is not the first of its key for certain.
    const isPlain = selection.kind === Kind.FIELD && (selection.directives ?? []).length === 0;
    const key = isPlain ? (selection.alias ?? selection.name).value : null;
    const place = key === null ? undefined : places.get(key);
    const before = place === undefined ? undefined : ordered[place];
    if (place !== undefined && before?.kind === Kind.FIELD && isPlain) {
      ordered[place] = merged(before, selection);
      continue;
    }
    if (key !== null) places.set(key, ordered.length);
    ordered.push(selection);
  }
  return ordered;
}

function merged(one: FieldNode, other: FieldNode): FieldNode {
  const selections = [...(one.selectionSet?.selections ?? []), ...(other.selectionSet?.selections ?? [])];
  return selections.length === 0 ? one : { ...one, selectionSet: { kind: Kind.SELECTION_SET, selections } };
}

type InlineFragment = Extract<SelectionNode, { kind: Kind.INLINE_FRAGMENT }>;

function settledSelections(
  settling: Settling,
  { selections }: SelectionSetNode,
  place: (fragment: InlineFragment) => readonly SelectionNode[],
): readonly SelectionNode[] {
  return selections.flatMap((selection): readonly SelectionNode[] => {
    const directives = settledDirectives(settling.settings, selection.directives ?? []);
    if (directives === null) return [];
    if (selection.kind === Kind.FIELD) return [settledField(settling, selection, directives)];
    const fragment = asInline(settling, selection);
    if (fragment === null) return [];
    const below = settledSelections(settling, fragment.selectionSet, place);
    if (below.length === 0) return [];
    return place({ ...fragment, directives, selectionSet: { kind: Kind.SELECTION_SET, selections: below } });
  });
}

const keep = (fragment: InlineFragment): readonly SelectionNode[] => [fragment];

function asInline({ fragments }: Settling, selection: Exclude<SelectionNode, FieldNode>): InlineFragment | null {
  if (selection.kind === Kind.INLINE_FRAGMENT) return selection;
  const fragment = fragments.get(selection.name.value);
  if (fragment === undefined) return null;
  return {
    kind: Kind.INLINE_FRAGMENT,
    typeCondition: fragment.typeCondition,
    selectionSet: fragment.selectionSet,
  };
}

const typeName: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/** The field with its selections settled. It says that its objects are there even when nothing of them is asked for in the end. */
function settledField(settling: Settling, field: FieldNode, directives: readonly DirectiveNode[]): FieldNode {
  if (field.selectionSet === undefined) return { ...field, directives };
  const selections = settledSelections(settling, field.selectionSet, keep);
  const isCertain = selections.some((selection) =>
    (selection.directives ?? []).every(({ name }) => name.value === 'defer'),
  );
  const kept = isCertain ? selections : [...selections, typeName];
  return { ...field, directives, selectionSet: { kind: Kind.SELECTION_SET, selections: kept } };
}

/** Null when they leave the selection out. */
function settledDirectives(settings: Settings, directives: readonly DirectiveNode[]): readonly DirectiveNode[] | null {
  const kept: DirectiveNode[] = [];
  for (const directive of directives) {
    const value = conditionOf(settings, directive);
    const name = directive.name.value;
    if (name === 'skip' || name === 'include') {
      if (value === null) kept.push(directive);
      else if (value === (name === 'skip')) return null;
    } else if (name === 'defer' && value !== null) {
      if (value) kept.push({ ...directive, arguments: withoutIf(directive) });
    } else kept.push(directive);
  }
  return kept;
}

function withoutIf({ arguments: given = [] }: DirectiveNode): NonNullable<DirectiveNode['arguments']> {
  return given.filter(({ name }) => name.value !== 'if');
}

/** The condition of a directive: true without one, null where a variable is not decided. */
function conditionOf(settings: Settings, { arguments: given = [] }: DirectiveNode): boolean | null {
  const condition = given.find(({ name }) => name.value === 'if')?.value;
  if (condition === undefined) return true;
  if (condition.kind === Kind.BOOLEAN) return condition.value;
  if (condition.kind !== Kind.VARIABLE) return null;
  return Object.hasOwn(settings, condition.name.value) ? (settings[condition.name.value] ?? null) : null;
}
