import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { areMet, conditionsOf } from '../authorize/conditions.ts';
import type { CostRules } from './costRules.ts';
import { type CostTerm, costOf, sum, times } from './costTerm.ts';
import { inputCost } from './inputCost.ts';
import { listSize } from './listSize.ts';

/** What a mutation costs before any of its fields. */
const mutationCost = 10;

interface Costing {
  readonly rules: CostRules;
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** How long a list is taken to be that nothing is said of. */
  readonly defaultListSize: number;
}

/** Where a selection stands: its type, and how long the lists are that the field above sizes. */
interface Around {
  readonly type: GraphQLNamedType;
  readonly sized: ReadonlyMap<string, CostTerm>;
}

/**
 * The static cost of an operation by the IBM cost specification, counted as Apollo's router does: each field costs as many times its own weight and all below it
 * as its list is long, and its arguments once. Every fragment counts, whatever type an object turns out to have; introspection is free. What does not depend
 * on variables is worked out here; the size of the expansion is bounded before (`measureOperation`).
 */
export function operationCost(
  rules: CostRules,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  defaultListSize: number,
): CostTerm {
  const root = schema.getRootType(operation.operation);
  if (root === undefined || root === null) return 0;
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const costing = { rules, schema, fragments, defaultListSize };
  const fields = selectionsCost(costing, operation.selectionSet, { type: root, sized: new Map() });
  return operation.operation === 'mutation' ? sum([mutationCost, fields]) : fields;
}

function selectionsCost(costing: Costing, { selections }: SelectionSetNode, around: Around): CostTerm {
  return sum(selections.map((selection) => whenSelected(selection, selectionCost(costing, selection, around))));
}

/** Nothing, when @skip or @include leaves it out. */
function whenSelected(selection: SelectionNode, cost: CostTerm): CostTerm {
  const conditions = conditionsOf(selection, []);
  if (conditions === null) return 0;
  if (conditions.length === 0 || cost === 0) return cost;
  return (variables) => (areMet(conditions, variables) ? costOf(cost, variables) : 0);
}

function selectionCost(costing: Costing, selection: SelectionNode, around: Around): CostTerm {
  if (selection.kind === Kind.FIELD) return fieldCost(costing, selection, around);
  const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? costing.fragments.get(selection.name.value) : selection;
  if (fragment === undefined) return 0;
  const condition = fragment.typeCondition?.name.value;
  const type = condition === undefined ? around.type : (costing.schema.getType(condition) ?? around.type);
  return selectionsCost(costing, fragment.selectionSet, { ...around, type });
}

function fieldCost(costing: Costing, node: FieldNode, { type, sized }: Around): CostTerm {
  const { rules } = costing;
  const name = node.name.value;
  const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
  if (field === undefined) return 0; // introspection
  const said = rules.listSizes(type.name, name).map((size) => ({
    size: listSize(size, node, field, costing.defaultListSize),
    sizedFields: size.sizedFields,
  }));
  const below = new Map<string, CostTerm>();
  for (const { size, sizedFields } of said) {
    for (const one of sizedFields) below.set(one, longest([...(below.has(one) ? [below.get(one) ?? 0] : []), size]));
  }
  const ownSize = said.length === 0 ? costing.defaultListSize : longest(said.map(({ size }) => size));
  const count = isList(field.type) ? (sized.get(name) ?? ownSize) : alsoChecked(1, ownSize);
  const selections =
    node.selectionSet === undefined
      ? 0
      : selectionsCost(costing, node.selectionSet, { type: getNamedType(field.type), sized: below });
  return sum([
    times(count, sum([rules.ofField(type.name, name), selections])),
    ...argumentCosts(rules, type, field, node),
  ]);
}

/** A size may refuse the arguments it is made from, also where no list is that long. */
function alsoChecked(count: number, size: CostTerm): CostTerm {
  if (typeof size === 'number') return count;
  return (variables) => {
    size(variables);
    return count;
  };
}

function longest(sizes: readonly CostTerm[]): CostTerm {
  const [only] = sizes;
  if (only !== undefined && sizes.length === 1) return only;
  const known = sizes.filter((size) => typeof size === 'number');
  if (known.length === sizes.length) return Math.max(0, ...known);
  return (variables) => Math.max(0, ...sizes.map((size) => costOf(size, variables)));
}

function argumentCosts(
  rules: CostRules,
  type: GraphQLNamedType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
): readonly CostTerm[] {
  return (node.arguments ?? []).map((argument) => {
    const name = argument.name.value;
    const definition = field.args.find((one) => one.name === name);
    if (definition === undefined) return 0;
    const place = { type: definition.type, coordinate: `${type.name}.${field.name}(${name}:)` };
    return inputCost(rules, place, argument.value);
  });
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
