import {
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { mapFetches } from './mapFetches.ts';
import type { Plan, RequiredSelection } from './planNode.ts';
import type { SubgraphFacts } from './subgraphFacts.ts';
import type { TypesUnder } from './typeConditions.ts';

/** By which rules representations name entities. */
export interface KeyRules {
  readonly schema: GraphQLSchema;
  readonly facts: SubgraphFacts;
  readonly under: TypesUnder;
}

/** What representations of objects of a type hold: the selections of all fragments that fit it. */
export function selectedOf(
  { under }: KeyRules,
  typeName: string,
  requires: readonly RequiredSelection[],
): readonly RequiredSelection[] {
  return requires.flatMap((selection) => {
    if (selection.kind === 'Field') return [selection];
    return selection.onType === null || under(selection.onType).has(typeName) ? selection.selections : [];
  });
}

/** True when the selections hold a key by which the subgraph gives this type, or a type over or under it. */
export function holdsKey(
  { schema, facts }: KeyRules,
  typeName: string,
  subgraph: string,
  selections: readonly RequiredSelection[],
): boolean {
  const type = schema.getType(typeName);
  const related = [
    typeName,
    ...(isObjectType(type) || isInterfaceType(type) ? type.getInterfaces().map(({ name }) => name) : []),
    ...(isAbstractType(type) ? schema.getPossibleTypes(type).map(({ name }) => name) : []),
  ];
  return related.some((name) => facts.keysOf(name, subgraph).some((key) => holds(selections, key)));
}

function holds(selections: readonly RequiredSelection[], key: SelectionSetNode): boolean {
  return key.selections.every((wanted) => {
    if (wanted.kind === Kind.FRAGMENT_SPREAD) return false;
    if (wanted.kind === Kind.INLINE_FRAGMENT) return holds(selections, wanted.selectionSet);
    return selections.some((selection) => {
      if (selection.kind === 'Fragment') return holds(selection.selections, { ...key, selections: [wanted] });
      if (selection.name !== wanted.name.value) return false;
      return wanted.selectionSet === undefined || holds(selection.selections ?? [], wanted.selectionSet);
    });
  });
}

/**
 * The plan without representations that name nothing. A planner may take the key from a fragment on one type and what is required from one on an interface
 * (`... on Film { id } ... on Medium { title }`): of a Book, which nobody asked for there, only the title would be sent.
 */
export function withKeys(rules: KeyRules): (plan: Plan) => Plan {
  return (plan) => {
    if (plan.node === null) return plan;
    const node = mapFetches(plan.node, {
      fetch: (fetch) =>
        fetch.requires === null ? fetch : { ...fetch, requires: keyed(rules, fetch.subgraph, fetch.requires) },
      batch: (batch) => ({
        ...batch,
        entities: batch.entities.map((part) => ({ ...part, requires: keyed(rules, batch.subgraph, part.requires) })),
      }),
    });
    return { ...plan, node };
  };
}

/** A fragment without a key becomes one on each object type that has its key from another. */
function keyed(
  rules: KeyRules,
  subgraph: string,
  requires: readonly RequiredSelection[],
): readonly RequiredSelection[] {
  return requires.flatMap((selection): readonly RequiredSelection[] => {
    if (selection.kind === 'Field' || selection.onType === null) return [selection];
    if (holdsKey(rules, selection.onType, subgraph, selection.selections)) return [selection];
    const objects = [...rules.under(selection.onType)].filter((name) => isObjectType(rules.schema.getType(name)));
    const named = objects.filter((name) => holdsKey(rules, name, subgraph, selectedOf(rules, name, requires)));
    if (named.length === 0 || named.length === objects.length) return [selection];
    return named.map((onType) => ({ ...selection, onType }));
  });
}
