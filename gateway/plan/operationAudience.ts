import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { type AudienceKind, type LiveRules, narrowest } from './liveRules.ts';

/** What decides about audiences. */
export interface AudienceFacts {
  readonly rules: LiveRules;
  readonly schema: GraphQLSchema;
  isEntity(typeName: string): boolean;
}

/**
 * Who gets exactly the same of a subscription: the narrowest audience of all that it selects. A field without a mark is the viewer's own when it belongs to an
 * entity; one of a value, which is known nowhere else, goes with the field that leads to the value.
 */
export function operationAudience(
  facts: AudienceFacts,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): AudienceKind {
  const root = facts.schema.getSubscriptionType();
  if (root === null || root === undefined) return 'VIEWER';
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  return audienceBelow({ ...facts, fragments }, operation.selectionSet, root, 'VIEWER');
}

interface Walk extends AudienceFacts {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
}

function audienceBelow(
  walk: Walk,
  { selections }: SelectionSetNode,
  parent: GraphQLCompositeType,
  inherited: AudienceKind,
): AudienceKind {
  let found: AudienceKind = 'EVERYONE';
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      found = narrowest(found, audienceOfField(walk, selection, parent, inherited));
      continue;
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value);
    const on = fragment?.typeCondition;
    const type = on === undefined ? parent : walk.schema.getType(on.name.value);
    if (fragment === undefined || !isCompositeType(type)) return 'VIEWER';
    found = narrowest(found, audienceBelow(walk, fragment.selectionSet, type, inherited));
  }
  return found;
}

function audienceOfField(
  walk: Walk,
  field: FieldNode,
  parent: GraphQLCompositeType,
  inherited: AudienceKind,
): AudienceKind {
  const name = field.name.value;
  if (name === '__typename') return 'EVERYONE';
  const definition = isUnionType(parent) ? undefined : parent.getFields()[name];
  if (definition === undefined) return 'VIEWER';
  const own = markOf(walk, name, parent, inherited);
  const type = getNamedType(definition.type);
  if (field.selectionSet === undefined || !isCompositeType(type)) return own;
  return narrowest(own, audienceBelow(walk, field.selectionSet, type, own));
}

/** Of a field of an interface: what is said of it, or else the narrowest that it can be. */
function markOf(walk: Walk, field: string, parent: GraphQLCompositeType, inherited: AudienceKind): AudienceKind {
  const { rules, schema, isEntity } = walk;
  const said = rules.audienceOf(parent.name, field);
  const types = isInterfaceType(parent) ? schema.getPossibleTypes(parent) : [parent];
  let found: AudienceKind = said ?? 'EVERYONE';
  for (const { name } of types) {
    found = narrowest(
      found,
      rules.audienceOf(name, field) ?? said ?? (isEntity(name) || isRoot(walk, name) ? 'VIEWER' : inherited),
    );
  }
  return found;
}

function isRoot({ schema }: Walk, typeName: string): boolean {
  return schema.getSubscriptionType()?.name === typeName;
}
