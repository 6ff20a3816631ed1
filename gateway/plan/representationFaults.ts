import { type FieldNode, isObjectType, Kind, type SelectionSetNode } from 'graphql';
import { meaningsOf, type Place } from './fetchedFields.ts';
import { fieldSignature } from './fieldSignature.ts';
import type { RequiredSelection } from './planNode.ts';
import { holdsKey, type KeyRules, selectedOf } from './representationKeys.ts';
import type { SubgraphFacts } from './subgraphFacts.ts';

/** Where representations are taken, and by whose rules. */
export interface RepresentationSite extends KeyRules {
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
    // Each type by itself: an object has what all fragments that fit it select, and what was fetched for its type alone.
    for (const typeName of typesAt(site, onType)) {
      if (!holdsKey(site, typeName, subgraph, selectedOf(site, typeName, requires)))
        faults.push(`${typeName} is asked for by no key that is resolved there`);
      const inputs = { places: site.places, types: site.under(typeName), demanded, path: typeName };
      checkInputs(site, selections, inputs, faults);
    }
  }
  return faults;
}

/** The object types under this one that there can be at the places; the type itself where they are known by no other name. */
function typesAt({ schema, under, places }: RepresentationSite, onType: string): readonly string[] {
  const brought = meaningsOf(places, '__typename', null).map(({ types }) => types);
  const known = brought.every((types) => types !== null) ? new Set(brought.flatMap((types) => [...types])) : null;
  const names = [...under(onType)].filter((name) => known === null || known.size === 0 || known.has(name));
  const objects = names.filter((name) => isObjectType(schema.getType(name)));
  return objects.length === 0 ? [onType] : objects;
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
