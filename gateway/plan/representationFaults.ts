import {
  type FieldNode,
  type GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { meaningsOf, type Place } from './fetchedFields.ts';
import { fieldSignature } from './fieldSignature.ts';
import type { RequiredSelection } from './planNode.ts';
import type { SubgraphFacts } from './subgraphFacts.ts';
import type { TypesUnder } from './typeConditions.ts';

/** Where representations are taken, and by whose rules. */
export interface RepresentationSite {
  readonly schema: GraphQLSchema;
  readonly facts: SubgraphFacts;
  readonly under: TypesUnder;
  readonly places: readonly Place[];
}

/** What is wrong with the representations that a subgraph is to be sent for these selections on its entities. */
export function representationFaults(
  site: RepresentationSite,
  subgraph: string,
  requires: readonly RequiredSelection[],
  selectionSet: SelectionSetNode,
): readonly string[] {
  const faults: string[] = [];
  const demanded = demandsOf(site.facts, subgraph, selectionSet);
  for (const fragment of requires) {
    if (fragment.kind !== 'Fragment' || fragment.onType === null) continue;
    const { onType, selections } = fragment;
    if (!resolves(site, onType, subgraph, selections))
      faults.push(`${onType} is asked for by no key that is resolved there`);
    checkInputs(site, selections, { places: site.places, types: site.under(onType), demanded, path: onType }, faults);
  }
  return faults;
}

/** The selection sets of `@requires` for the fields that are asked for. */
function demandsOf(
  facts: SubgraphFacts,
  subgraph: string,
  selectionSet: SelectionSetNode,
  onType?: string,
): readonly SelectionSetNode[] {
  return selectionSet.selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return [];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return demandsOf(facts, subgraph, selection.selectionSet, selection.typeCondition?.name.value ?? onType);
    }
    const demanded = onType === undefined ? null : facts.requiresOf(onType, selection.name.value, subgraph);
    return demanded === null ? [] : [demanded];
  });
}

/** True when the selections hold a key by which the subgraph gives this type, or a type over or under it. */
function resolves(
  { schema, facts }: RepresentationSite,
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

interface Inputs {
  readonly places: readonly Place[];
  readonly types: ReadonlySet<string> | null;
  readonly demanded: readonly SelectionSetNode[];
  readonly path: string;
}

/** Each value that is sent must be the field it is sent as, with the arguments that are demanded of it. */
function checkInputs(
  site: RepresentationSite,
  selections: readonly RequiredSelection[],
  inputs: Inputs,
  faults: string[],
): void {
  for (const selection of selections) {
    if (selection.kind === 'Fragment') {
      const types = selection.onType === null ? inputs.types : site.under(selection.onType);
      checkInputs(site, selection.selections, { ...inputs, types }, faults);
      continue;
    }
    if (selection.name === '__typename') continue;
    const path = `${inputs.path}.${selection.name}`;
    const demanded = inputs.demanded.flatMap((set) => fieldsNamed(set, selection.name));
    const signatures = new Set(demanded.map((field) => fieldSignature(field)));
    if (signatures.size === 0) signatures.add(selection.name);
    const [only] = signatures;
    if (signatures.size > 1) faults.push(`${path} is required with different arguments`);
    const found = meaningsOf(inputs.places, selection.key, inputs.types);
    const other = found.find(({ signature }) => signature !== only);
    if (found.length === 0) faults.push(`${path} is required and not fetched before`);
    else if (other !== undefined) faults.push(`${path} is sent with the value of ${other.signature}`);
    if (selection.selections === null) continue;
    const below = demanded.flatMap(({ selectionSet }) => (selectionSet === undefined ? [] : [selectionSet]));
    const places = found.map((fetched) => fetched.below);
    checkInputs(site, selection.selections, { places, types: null, demanded: below, path }, faults);
  }
}

function fieldsNamed(set: SelectionSetNode, name: string): readonly FieldNode[] {
  return set.selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection] : [];
    return selection.kind === Kind.INLINE_FRAGMENT ? fieldsNamed(selection.selectionSet, name) : [];
  });
}
