import {
  baseType,
  type CompositeType,
  type FieldDefinition,
  type NamedType,
  type Schema,
} from '@apollo/federation-internals';
import { directiveNames } from '../authorize/directiveNames.ts';

/** What `@listSize` says of a field. */
export interface ListSize {
  readonly assumedSize: number | null;
  /** Arguments that say how long the list is. */
  readonly slicingArguments: readonly string[];
  /** Fields below that have that length; the field itself has it when it is a list. */
  readonly sizedFields: ReadonlySet<string>;
  readonly requireOneSlicingArgument: boolean;
}

/** Weights of one supergraph, by the names of types, fields and arguments. */
export interface CostRules {
  /** What one value of a type costs: 1 for an object, interface or union, 0 for a scalar or enum, unless the supergraph says otherwise. */
  ofType(typeName: string): number;
  /** What one value of a field costs by itself. */
  ofField(typeName: string, fieldName: string): number;
  /** None when nothing is said; several for an interface whose implementers differ. */
  listSizes(typeName: string, fieldName: string): readonly ListSize[];
  /** The weight of an argument (`Type.field(argument:)`) or of a field of an input object (`Type.field`); null when nothing is said. */
  ofInput(coordinate: string): number | null;
}

const costIdentity = 'https://specs.apollo.dev/cost';

type Field = FieldDefinition<CompositeType>;
type Weighed = { readonly appliedDirectives: readonly { readonly name: string; arguments(): unknown }[] };

/** Reads `@cost` and `@listSize` (IBM cost specification, https://specs.apollo.dev/cost) by identity, whatever they are imported as. */
export function costRules(schema: Schema): CostRules {
  const read = reader(schema);
  const types = new Map<string, number>();
  for (const type of schema.allTypes()) types.set(type.name, typeWeight(type, read.weight));
  const fields = new Map<string, number>();
  const sizes = new Map<string, readonly ListSize[]>();
  const inputs = new Map<string, number>();
  const setInput = (element: Weighed & { readonly coordinate: string }): void => {
    const weight = read.weight(element);
    if (weight !== null) inputs.set(element.coordinate, weight);
  };
  for (const type of schema.inputTypes()) for (const field of type.fields()) setInput(field);
  for (const type of [...schema.objectTypes(), ...schema.interfaceTypes()]) {
    for (const field of type.fields() as readonly Field[]) {
      for (const argument of field.arguments()) setInput(argument);
      const weights = saidOf(field, read.weight);
      if (weights.length > 0) fields.set(field.coordinate, Math.max(...weights));
      else if (field.type !== undefined) fields.set(field.coordinate, types.get(baseType(field.type).name) ?? 0);
      const said = saidOf(field, read.listSize);
      if (said.length > 0) sizes.set(field.coordinate, said);
    }
  }
  return {
    ofType: (typeName) => types.get(typeName) ?? 0,
    ofField: (typeName, fieldName) => fields.get(`${typeName}.${fieldName}`) ?? 0,
    listSizes: (typeName, fieldName) => sizes.get(`${typeName}.${fieldName}`) ?? [],
    ofInput: (coordinate) => inputs.get(coordinate) ?? null,
  };
}

/** What is said of a field itself; when nothing is, and it is one of an interface, what is said of its implementers. */
function saidOf<T>(field: Field, read: (field: Field) => T | null): readonly T[] {
  const own = read(field);
  if (own !== null) return [own];
  const { parent } = field;
  if (parent.kind !== 'InterfaceType') return [];
  return parent.possibleRuntimeTypes().flatMap((type) => {
    const implementation = type.field(field.name) as Field | undefined;
    return (implementation === undefined ? null : read(implementation)) ?? [];
  });
}

function typeWeight(type: NamedType, weightOf: (element: Weighed) => number | null): number {
  switch (type.kind) {
    case 'ObjectType':
      return weightOf(type) ?? 1;
    case 'InterfaceType':
      return Math.max(...orOne(type.possibleRuntimeTypes().map((possible) => weightOf(possible) ?? 1)));
    case 'UnionType':
      return Math.max(...orOne(type.types().map((possible) => weightOf(possible) ?? 1)));
    case 'InputObjectType':
      return 1;
    default:
      return weightOf(type) ?? 0;
  }
}

function orOne(weights: readonly number[]): readonly number[] {
  return weights.length === 0 ? [1] : weights;
}

function reader(schema: Schema): {
  readonly weight: (element: Weighed) => number | null;
  readonly listSize: (element: Weighed) => ListSize | null;
} {
  const link = schema.coreFeatures?.getByIdentity(costIdentity);
  if (link === undefined) return { weight: () => null, listSize: () => null };
  const costs = directiveNames(link, 'cost');
  const listSizes = directiveNames(link, 'listSize');
  const given = (element: Weighed, names: ReadonlySet<string>): Readonly<Record<string, unknown>> | undefined =>
    element.appliedDirectives.find(({ name }) => names.has(name))?.arguments() as
      | Readonly<Record<string, unknown>>
      | undefined;
  return {
    weight(element) {
      const weight = Number(given(element, costs)?.['weight'] ?? Number.NaN);
      return Number.isNaN(weight) ? null : weight;
    },
    listSize(element) {
      const said = given(element, listSizes);
      if (said === undefined) return null;
      const { assumedSize, slicingArguments, sizedFields, requireOneSlicingArgument } = said;
      return {
        assumedSize: typeof assumedSize === 'number' ? assumedSize : null,
        slicingArguments: namesOf(slicingArguments),
        sizedFields: new Set(namesOf(sizedFields)),
        requireOneSlicingArgument: requireOneSlicingArgument !== false,
      };
    },
  };
}

function namesOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
