import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { meaningsOf, type Place } from './fetchedFields.ts';
import { fieldSignature } from './fieldSignature.ts';
import type { PlanFault } from './planFault.ts';
import type { TypesUnder } from './typeConditions.ts';

/** What a plan brings, and how types lie under each other. */
export interface BroughtFields {
  readonly schema: GraphQLSchema;
  readonly under: TypesUnder;
  readonly root: Place;
}

/**
 * Fields of an operation that nothing brings, or under whose key something else comes. A field in a fragment on a narrower type may be
 * missing: no subgraph on the way may know that type.
 */
export function missingFields(
  brought: BroughtFields,
  document: DocumentNode,
  operationName: string | undefined,
): readonly PlanFault[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    if (operationName === undefined || definition.name?.value === operationName) operation ??= definition;
  }
  const rootType = operation === undefined ? null : brought.schema.getRootType(operation.operation);
  if (operation === undefined || !rootType) return [];
  const search: Search = { ...brought, fragments, faults: [] };
  const { name: typeName } = rootType;
  const possible = brought.under(typeName);
  const at = { places: [brought.root], typeName, possible, narrowed: false, conditions: new Map() };
  searchSelections(search, operation.selectionSet, at);
  return search.faults;
}

interface Search extends BroughtFields {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly faults: PlanFault[];
}

interface Searching {
  readonly places: readonly Place[];
  readonly typeName: string;
  /** Types that objects here can have, by all fragments around. */
  readonly possible: ReadonlySet<string>;
  /** True inside of a fragment on fewer types than stand here. */
  readonly narrowed: boolean;
  /** Which way conditions on variables must have gone for the response to have this part. */
  readonly conditions: ReadonlyMap<string, boolean>;
}

function searchSelections(search: Search, selectionSet: SelectionSetNode, at: Searching): void {
  for (const selection of selectionSet.selections) {
    const conditions = conditionsWith(at.conditions, selection.directives);
    if (conditions === null) continue;
    if (selection.kind === Kind.FIELD) {
      if (!selection.name.value.startsWith('__')) searchField(search, selection, { ...at, conditions });
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : search.fragments.get(selection.name.value);
    if (fragment === undefined) continue;
    const typeName = fragment.typeCondition?.name.value ?? at.typeName;
    const possible = new Set([...search.under(typeName)].filter((name) => at.possible.has(name)));
    // A fragment within a fragment may be about nothing.
    if (possible.size === 0) continue;
    const narrowed = at.narrowed || !isWithin(search.under(at.typeName), search.under(typeName));
    searchSelections(search, fragment.selectionSet, { ...at, typeName, possible, narrowed, conditions });
  }
}

function searchField(search: Search, field: FieldNode, at: Searching): void {
  const key = (field.alias ?? field.name).value;
  const name = `${at.typeName}.${field.name.value}`;
  const found = meaningsOf(at.places, key, search.under(at.typeName));
  const signature = fieldSignature(field);
  const right = found.filter((fetched) => fetched.signature === signature);
  if (right.length === 0) {
    const [other] = found;
    if (other !== undefined) search.faults.push({ message: `The key "${key}" brings ${other.signature} for ${name}` });
    else if (!at.narrowed) addMissing(search, field, at);
    return;
  }
  const typeName = typeBelow(search, field, at);
  if (field.selectionSet === undefined || typeName === undefined) return;
  const places = right.map(({ below }) => below);
  const possible = search.under(typeName);
  searchSelections(search, field.selectionSet, { ...at, places, typeName, possible, narrowed: false });
}

/** Of an object that nothing brings, what is missing are the fields in it: with others it may well be brought. */
function addMissing(search: Search, field: FieldNode, at: Searching): void {
  const typeName = typeBelow(search, field, at);
  const before = search.faults.length;
  if (field.selectionSet !== undefined && typeName !== undefined) {
    const possible = search.under(typeName);
    searchSelections(search, field.selectionSet, { ...at, places: [], typeName, possible, narrowed: false });
  }
  if (search.faults.length > before) return;
  const missing = `${at.typeName}.${field.name.value}`;
  search.faults.push({ message: `Nothing brings ${missing}`, missing });
}

function typeBelow({ schema }: Search, field: FieldNode, at: Searching): string | undefined {
  const type = schema.getType(at.typeName);
  if (type === undefined || !('getFields' in type)) return undefined;
  const definition = Object.hasOwn(type.getFields(), field.name.value) ? type.getFields()[field.name.value] : undefined;
  return definition === undefined ? undefined : getNamedType(definition.type).name;
}

function isWithin(inner: ReadonlySet<string>, outer: ReadonlySet<string>): boolean {
  for (const name of inner) if (!outer.has(name)) return false;
  return true;
}

/** The conditions with those of @skip and @include added; null when they cannot hold together. */
function conditionsWith(
  conditions: ReadonlyMap<string, boolean>,
  directives: readonly DirectiveNode[] | undefined,
): ReadonlyMap<string, boolean> | null {
  const all = new Map(conditions);
  for (const { name, arguments: given } of directives ?? []) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const wanted = name.value === 'include';
    const value = given?.find((argument) => argument.name.value === 'if')?.value;
    if (value?.kind === Kind.BOOLEAN && value.value !== wanted) return null;
    if (value?.kind !== Kind.VARIABLE) continue;
    if (all.get(value.name.value) === !wanted) return null;
    all.set(value.name.value, wanted);
  }
  return all;
}
