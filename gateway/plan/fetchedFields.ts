import {
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { fieldSignature } from './fieldSignature.ts';
import type { TypesUnder } from './typeConditions.ts';

/** What fetches bring into the objects at one place of the response, by response key. */
export type Place = Map<string, Fetched[]>;

/** One meaning of a response key, for objects of these types (null: not known). */
export interface Fetched {
  types: ReadonlySet<string> | null;
  readonly signature: string;
  /** Lists within each other that the field's type is. */
  readonly lists: number;
  /** The leaf type, or that there is an object; undefined where the field is not known. */
  readonly leaf: string | undefined;
  /** The part that wrote it last. */
  part: FetchedPart;
  readonly below: Place;
}

/** One part of one fetch's document. */
export interface FetchedPart {
  readonly selectionSet: SelectionSetNode;
  /** The type that is selected on; undefined when only fragments say it. */
  readonly onType: string | undefined;
  readonly fragments: ReadonlyMap<string, SelectionSetNode & { readonly onType: string }>;
  /** Variables that take values of contexts: no client says them. */
  readonly contextVariables: ReadonlySet<string>;
  /** What response keys become once the answer came. */
  readonly renamedKeys: ReadonlyMap<string, string>;
  /** Is told of each field with the type it is selected on. */
  readonly onField: (typeName: string, fieldName: string) => void;
}

/** Puts what fetches bring into places, and notices keys that get two meanings. */
export interface FetchedFields {
  /** Adds a part to each of the places; the result are the keys that now mean two things for one object. */
  add(places: readonly Place[], part: FetchedPart): readonly string[];
}

/** For plans over the full schema of a supergraph. */
export function fetchedFields(schema: GraphQLSchema, under: TypesUnder): FetchedFields {
  const typeOf = (typeName: string | undefined, fieldName: string): GraphQLOutputType | undefined => {
    const type = typeName === undefined ? undefined : schema.getType(typeName);
    if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
    return Object.hasOwn(type.getFields(), fieldName) ? type.getFields()[fieldName]?.type : undefined;
  };
  const addTo = (place: Place, part: FetchedPart, at: Selecting, conflicts: Set<string>): void => {
    for (const selection of at.selectionSet.selections) {
      if (selection.kind === Kind.FIELD) {
        const written = (selection.alias ?? selection.name).value;
        const key = part.renamedKeys.get(written) ?? written;
        if (at.onType !== undefined) part.onField(at.onType, selection.name.value);
        const type = typeOf(at.onType, selection.name.value);
        const named = type === undefined ? undefined : getNamedType(type);
        const added = {
          types: at.types,
          signature: fieldSignature(selection, part.contextVariables),
          lists: type === undefined ? 0 : listDepth(type),
          leaf: isLeafType(named) ? named.name : named && '{}',
          part,
        };
        const fetched = addMeaning(place, key, added, conflicts);
        if (selection.selectionSet === undefined) continue;
        const onType = isCompositeType(named) ? named.name : undefined;
        const types = onType === undefined ? null : under(onType);
        addTo(fetched.below, part, { selectionSet: selection.selectionSet, onType, types }, conflicts);
        continue;
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? part.fragments.get(selection.name.value) : undefined;
      const onType = selection.kind === Kind.FRAGMENT_SPREAD ? fragment?.onType : selection.typeCondition?.name.value;
      const selectionSet = selection.kind === Kind.FRAGMENT_SPREAD ? fragment : selection.selectionSet;
      if (selectionSet === undefined) continue;
      const types = onType === undefined ? at.types : narrowed(at.types, under(onType));
      addTo(place, part, { selectionSet, onType: onType ?? at.onType, types }, conflicts);
    }
  };
  return {
    add(places, part) {
      const { selectionSet, onType } = part;
      const conflicts = new Set<string>();
      const types = onType === undefined ? null : under(onType);
      for (const place of places) addTo(place, part, { selectionSet, onType, types }, conflicts);
      return [...conflicts];
    },
  };
}

/** Where in a document the walk is. */
interface Selecting {
  readonly selectionSet: SelectionSetNode;
  readonly onType: string | undefined;
  readonly types: ReadonlySet<string> | null;
}

function addMeaning(place: Place, key: string, added: Omit<Fetched, 'below'>, conflicts: Set<string>): Fetched {
  const known = place.get(key) ?? [];
  place.set(key, known);
  if (known.some((other) => conflict(other, added))) conflicts.add(key);
  const same = known.find((other) => other.signature === added.signature && other.leaf === added.leaf);
  if (same === undefined) {
    const fetched = { ...added, below: new Map() };
    known.push(fetched);
    return fetched;
  }
  same.part = added.part;
  if (same.types !== null) same.types = added.types === null ? null : new Set([...same.types, ...added.types]);
  return same;
}

/** For one object a key must mean one thing; and in one document it must have one type, also for objects of different types (SameResponseShape). */
function conflict(one: Fetched, other: Omit<Fetched, 'below'>): boolean {
  if (overlap(one.types, other.types)) return one.signature !== other.signature;
  if (one.part !== other.part || one.leaf === undefined || other.leaf === undefined) return false;
  return one.leaf !== other.leaf || one.lists !== other.lists;
}

/** How many lists a type is within each other. */
export function listDepth(type: GraphQLOutputType): number {
  if (isNonNullType(type)) return listDepth(type.ofType);
  return isListType(type) ? 1 + listDepth(type.ofType) : 0;
}

/** What is under both; a condition that shares nothing with the type around it is taken alone (an `@interfaceObject` has no implementers in its subgraph). */
function narrowed(types: ReadonlySet<string> | null, condition: ReadonlySet<string>): ReadonlySet<string> {
  const both = types === null ? [] : [...condition].filter((name) => types.has(name));
  return both.length === 0 ? condition : new Set(both);
}

/** True when one object can be of both; nothing is known of null. */
export function overlap(one: ReadonlySet<string> | null, other: ReadonlySet<string> | null): boolean {
  if (one === null || other === null) return true;
  for (const name of one) if (other.has(name)) return true;
  return false;
}

/** The meanings of a key at any of the places, for objects of these types. */
export function meaningsOf(
  places: readonly Place[],
  key: string,
  types: ReadonlySet<string> | null,
): readonly Fetched[] {
  return places.flatMap((place) => (place.get(key) ?? []).filter((fetched) => overlap(fetched.types, types)));
}

const fragmentPrefix = '... on ';

/** The places that a plan's path leads to. */
export function placesAt(root: Place, path: readonly string[], under: TypesUnder): readonly Place[] {
  let places: readonly Place[] = [root];
  let types: ReadonlySet<string> | null = null;
  for (const step of path) {
    if (step === '@') continue;
    if (step.startsWith(fragmentPrefix)) {
      types = new Set(
        step
          .slice(fragmentPrefix.length)
          .split('|')
          .flatMap((name) => [...under(name)]),
      );
      continue;
    }
    places = meaningsOf(places, step, types).map(({ below }) => below);
    types = null;
  }
  return places;
}
