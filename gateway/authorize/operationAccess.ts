import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { AccessRules } from './accessRules.ts';
import { type Conditions, conditionsOf } from './conditions.ts';
import type { Requirement } from './requirement.ts';
import { noRequirements } from './statedRules.ts';

/** One field of an expanded operation. */
export interface PlacedField {
  /** As clients name it; `@` for every element of a list. */
  readonly path: readonly string[];
  readonly conditions: Conditions;
  /** Its own requirements, those of fragments around it, and none of fields around it. */
  readonly requirements: readonly Requirement[];
}

/** An operation that selects something protected. */
export interface OperationAccess {
  /** Each once, in the order of the operation. */
  readonly requirements: readonly Requirement[];
  /** Every policy that these name. */
  readonly policies: readonly string[];
  /** The operation with its named fragments in place: each node stands at one place of the response. Introspection is left as it was. */
  readonly operation: OperationDefinitionNode;
  readonly fields: ReadonlyMap<FieldNode, PlacedField>;
}

/** Where a selection stands. */
interface Place {
  readonly type: GraphQLNamedType;
  /** The object types that the selection can be about. */
  readonly possible: ReadonlySet<string>;
  readonly path: readonly string[];
  readonly conditions: Conditions;
  readonly requirements: ReadonlySet<Requirement>;
}

/** Looks at every selection of a valid operation; null when nothing in it is protected. The size of its expansion is bounded before (`measureOperation`). */
export function operationAccess(
  rules: AccessRules,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): OperationAccess | null {
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return null;
  const look = new Look(rules, schema, document);
  const selectionSet = look.expand(operation.selectionSet, {
    type: root,
    possible: new Set([root.name]),
    path: [],
    conditions: [],
    requirements: rules.ofType(root.name),
  });
  const { requirements, fields } = look;
  if (requirements.size === 0) return null;
  const policies = new Set([...requirements].flatMap((one) => (one.kind === 'policies' ? one.anyOf.flat() : [])));
  return {
    requirements: [...requirements],
    policies: [...policies],
    operation: { ...operation, selectionSet },
    fields,
  };
}

class Look {
  readonly requirements = new Set<Requirement>();
  readonly fields = new Map<FieldNode, PlacedField>();
  readonly #fragments = new Map<string, FragmentDefinitionNode>();

  constructor(
    readonly rules: AccessRules,
    readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments.set(definition.name.value, definition);
    }
  }

  expand({ selections }: SelectionSetNode, place: Place): SelectionSetNode {
    return { kind: Kind.SELECTION_SET, selections: selections.map((selection) => this.#selection(selection, place)) };
  }

  #selection(selection: SelectionNode, around: Place): SelectionNode {
    const conditions = conditionsOf(selection, around.conditions);
    const place = { ...around, conditions };
    if (selection.kind === Kind.FIELD) return this.#field(selection, place);
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    if (fragment === undefined) throw new Error('A valid operation spreads only fragments of its document');
    const { typeCondition } = fragment;
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(typeCondition === undefined ? {} : { typeCondition }),
      directives: selection.directives ?? [],
      selectionSet: this.expand(fragment.selectionSet, this.#narrowed(place, typeCondition?.name.value)),
    };
  }

  #narrowed(place: Place, typeCondition: string | undefined): Place {
    const type = typeCondition === undefined ? undefined : this.schema.getType(typeCondition);
    if (type === undefined || type.name === place.type.name) return place;
    const possible = new Set([...this.#possible(type)].filter((name) => place.possible.has(name)));
    return {
      ...place,
      type,
      possible,
      requirements: new Set([...place.requirements, ...this.rules.ofType(type.name)]),
    };
  }

  #field(field: FieldNode, place: Place): FieldNode {
    const key = field.alias?.value ?? field.name.value;
    const definition = hasFields(place.type) ? place.type.getFields()[field.name.value] : undefined;
    if (definition === undefined) {
      // Introspection tells nothing that is not for everybody; the name of a type is as protected as the fragment around it.
      const isTypeName = field.name.value === '__typename';
      return this.#placed({ ...field }, place, key, isTypeName ? place.requirements : noRequirements);
    }
    const requirements = this.#requirements(field.name.value, place);
    const { selectionSet } = field;
    if (selectionSet === undefined) return this.#placed({ ...field }, place, key, requirements);
    const type = getNamedType(definition.type);
    const below = {
      type,
      possible: this.#possible(type),
      path: [...place.path, key, ...listSteps(definition.type)],
      conditions: place.conditions,
      requirements: new Set<Requirement>(),
    };
    return this.#placed({ ...field, selectionSet: this.expand(selectionSet, below) }, place, key, requirements);
  }

  /** An interface's field is any implementer's. */
  #requirements(fieldName: string, { type, possible, requirements }: Place): ReadonlySet<Requirement> {
    const all = new Set([...requirements, ...this.rules.ofField(type.name, fieldName)]);
    if (isAbstractType(type)) {
      for (const name of possible) {
        for (const requirement of this.rules.ofType(name)) all.add(requirement);
        for (const requirement of this.rules.ofField(name, fieldName)) all.add(requirement);
      }
    }
    return all;
  }

  #placed(field: FieldNode, place: Place, key: string, requirements: ReadonlySet<Requirement>): FieldNode {
    for (const requirement of requirements) this.requirements.add(requirement);
    this.fields.set(field, {
      path: [...place.path, key],
      conditions: place.conditions,
      requirements: [...requirements],
    });
    return field;
  }

  #possible(type: GraphQLNamedType): ReadonlySet<string> {
    if (isObjectType(type)) return new Set([type.name]);
    return new Set(isAbstractType(type) ? this.schema.getPossibleTypes(type).map(({ name }) => name) : []);
  }
}

function hasFields(type: GraphQLNamedType) {
  return isObjectType(type) || isInterfaceType(type);
}

function listSteps(type: GraphQLOutputType): readonly string[] {
  if (isNonNullType(type)) return listSteps(type.ofType);
  return isListType(type) ? ['@', ...listSteps(type.ofType)] : [];
}
