import {
  doTypesOverlap,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  GraphQLNonNull,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  print,
  type SelectionSetNode,
} from 'graphql';
import type { ClaimedField, FieldScope } from './fieldScope.ts';

/** What a fragment may be spread with: the schema, and the fragments that it may itself spread. */
interface Known {
  readonly schema: GraphQLSchema;
  readonly fragments: readonly FragmentDefinitionNode[];
}

interface Place {
  readonly type: GraphQLCompositeType;
  readonly scope: FieldScope;
}

/** True when the fragment may be spread at the place: its type can occur there, and all it selects can be merged with what is there. */
export function fragmentFits(known: Known, fragment: FragmentDefinitionNode, place: Place): boolean {
  const type = typeOf(known, fragment);
  return doTypesOverlap(known.schema, place.type, type) && setFits(known, fragment.selectionSet, { ...place, type });
}

/** Takes the keys of a fragment that fits. */
export function claimFragment(known: Known, fragment: FragmentDefinitionNode, place: Place): void {
  claimSet(known, fragment.selectionSet, { ...place, type: typeOf(known, fragment) });
}

function setFits(known: Known, { selections }: SelectionSetNode, place: Place): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.FIELD) {
      const { key, field } = claimedBy(selection, place.type);
      if (!place.scope.admits(key, field)) return false;
      const scope = place.scope.below(key);
      const type = getNamedType(field.type);
      if (scope === undefined || selection.selectionSet === undefined || !isCompositeType(type)) return true;
      return setFits(known, selection.selectionSet, { type, scope });
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      return fragmentFits(known, named(known, selection.name.value), place);
    }
    return setFits(known, selection.selectionSet, { ...place, type: typeOf(known, selection) ?? place.type });
  });
}

function claimSet(known: Known, { selections }: SelectionSetNode, place: Place): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      claimFragment(known, named(known, selection.name.value), place);
    } else if (selection.kind === Kind.INLINE_FRAGMENT) {
      claimSet(known, selection.selectionSet, { ...place, type: typeOf(known, selection) ?? place.type });
    } else {
      const { key, field } = claimedBy(selection, place.type);
      const scope = place.scope.claim(key, field);
      const type = getNamedType(field.type);
      if (selection.selectionSet !== undefined && isCompositeType(type))
        claimSet(known, selection.selectionSet, { type, scope });
    }
  }
}

function claimedBy(
  node: FieldNode,
  parent: GraphQLCompositeType,
): { readonly key: string; readonly field: ClaimedField } {
  const name = node.name.value;
  const type = isUnionType(parent) ? undefined : parent.getFields()[name]?.type;
  return {
    key: node.alias?.value ?? name,
    field: {
      parent,
      name,
      args: (node.arguments ?? []).map(print).join(),
      type: type ?? new GraphQLNonNull(GraphQLString),
    },
  };
}

function named({ fragments }: Known, name: string): FragmentDefinitionNode {
  const fragment = fragments.find((one) => one.name.value === name);
  if (fragment === undefined) throw new Error(`No fragment ${name}`);
  return fragment;
}

function typeOf(known: Known, fragment: FragmentDefinitionNode): GraphQLCompositeType;
function typeOf(
  known: Known,
  fragment: { readonly typeCondition?: FragmentDefinitionNode['typeCondition'] },
): GraphQLCompositeType | null;
function typeOf(
  { schema }: Known,
  { typeCondition }: { readonly typeCondition?: FragmentDefinitionNode['typeCondition'] },
) {
  const type = typeCondition === undefined ? undefined : schema.getType(typeCondition.name.value);
  return isCompositeType(type) ? type : null;
}
