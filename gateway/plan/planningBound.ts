import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { SubgraphFacts } from './subgraphFacts.ts';

/** Selections of an operation once each stands in every implementer that planners must look at by itself. */
const maxExpanded = 10_000;
/** Powers of two: combinations of ways that Apollo's planner makes at once, before it counts them, and those after which it stops. */
const maxCombinations = 16;
const pathsLimit = 7;

/**
 * True for an operation that planners would not finish with in a second or two. An estimate from the supergraph's facts alone: where a field of an interface must be
 * looked for in each implementer, planners go on with as many ways as there are implementers, and combine the subgraphs that each can be had from.
 */
export type TooComplex = (document: DocumentNode, operationName: string | undefined) => boolean;

/** The estimate for one supergraph. Costs a walk over the operation. */
export function planningBound(schema: GraphQLSchema, facts: SubgraphFacts): TooComplex {
  const waysOf = fieldWays(schema, facts);
  return (document, operationName) => {
    const fragments = new Map<string, FragmentDefinitionNode>();
    let operation: OperationDefinitionNode | undefined;
    for (const definition of document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
      if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
      if (operationName === undefined || definition.name?.value === operationName) operation ??= definition;
    }
    const rootType = operation === undefined ? null : schema.getRootType(operation.operation);
    if (operation === undefined || !rootType) return false;
    const walk: Walk = { schema, fragments, waysOf, expanded: 0 };
    return isTooMuch(walk, operation.selectionSet, { typeName: rootType.name, side: 1, options: 0 });
  };
}

interface Walk {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly waysOf: (typeName: string, fieldName: string) => FieldWays;
  expanded: number;
}

/** Where a walk stands. */
interface Standing {
  readonly typeName: string;
  /** Ways side by side that all have to go on. */
  readonly side: number;
  /** Alternatives so far, as a power of two. */
  readonly options: number;
}

function isTooMuch(walk: Walk, { selections }: SelectionSetNode, at: Standing): boolean {
  return selections.some((selection) => {
    if (selection.kind === Kind.FIELD) return isFieldTooMuch(walk, selection, at);
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : walk.fragments.get(selection.name.value);
    if (fragment === undefined) return false;
    const typeName = fragment.typeCondition?.name.value ?? at.typeName;
    return isTooMuch(walk, fragment.selectionSet, { ...at, typeName });
  });
}

function isFieldTooMuch(walk: Walk, field: FieldNode, at: Standing): boolean {
  if (field.name.value.startsWith('__')) return false;
  const { typeName, alternatives, implementers } = walk.waysOf(at.typeName, field.name.value);
  const side = at.side * implementers;
  if (side > 1) walk.expanded += side;
  if (walk.expanded > maxExpanded) return true;
  const combinations = at.side * alternatives;
  // Past its limit the planner has stopped before it comes here.
  if (at.options <= pathsLimit && combinations > maxCombinations) return true;
  if (field.selectionSet === undefined || typeName === undefined) return false;
  return isTooMuch(walk, field.selectionSet, { typeName, side, options: at.options + combinations });
}

/** In how many ways a field can be had, whatever is selected around it. */
interface FieldWays {
  /** What it gives; undefined for a field that is not there. */
  readonly typeName: string | undefined;
  /** As a power of two, for all implementers together. */
  readonly alternatives: number;
  /** Types that it is looked for in by itself: 1 where its own type will do. */
  readonly implementers: number;
}

function fieldWays(schema: GraphQLSchema, facts: SubgraphFacts): Walk['waysOf'] {
  const known = new Map<string, FieldWays>();
  return (typeName, fieldName) => {
    const name = `${typeName}.${fieldName}`;
    const before = known.get(name);
    if (before !== undefined) return before;
    const ways = findWays(schema, facts, typeName, fieldName);
    known.set(name, ways);
    return ways;
  };
}

function findWays(schema: GraphQLSchema, facts: SubgraphFacts, typeName: string, fieldName: string): FieldWays {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return { typeName: undefined, alternatives: 0, implementers: 1 };
  const field = new Map(Object.entries(type.getFields())).get(fieldName);
  if (field === undefined) return { typeName: undefined, alternatives: 0, implementers: 1 };
  const below = getNamedType(field.type);
  const isComposite = isCompositeType(below);
  const subgraphs = (name: string): number => Math.max(1, facts.resolvers(name, fieldName));
  const isShared = (name: string): boolean => facts.isEntity(name) && subgraphs(name) > 1;
  if (isObjectType(type)) {
    const alternatives = isComposite && isShared(typeName) ? Math.log2(subgraphs(typeName)) : 0;
    return { typeName: below.name, alternatives, implementers: 1 };
  }
  const implementers = schema.getPossibleTypes(type).map(({ name }) => name);
  const isExpanded =
    facts.resolvers(typeName, fieldName) < facts.subgraphsOf(typeName) || (isComposite && implementers.some(isShared));
  if (!isExpanded) return { typeName: below.name, alternatives: 0, implementers: 1 };
  const alternatives = implementers.reduce((sum, name) => sum + Math.log2(subgraphs(name)), 0);
  return { typeName: below.name, alternatives, implementers: Math.max(1, implementers.length) };
}
