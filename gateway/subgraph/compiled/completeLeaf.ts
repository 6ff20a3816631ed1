import { GraphQLBoolean, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString, isScalarType } from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';

/** Serialises one value that is not null. Throws what the type throws. */
export type Serialize = (value: unknown) => unknown;

const maxInt = 2 ** 31 - 1;
const minInt = -(2 ** 31);

/** Values that the built-in scalars give back as they are; for all others their own functions are asked. */
const unchanged: readonly [unknown, (value: unknown) => boolean][] = [
  [GraphQLString.serialize, (value) => typeof value === 'string'],
  [GraphQLID.serialize, (value) => typeof value === 'string'],
  [GraphQLBoolean.serialize, (value) => typeof value === 'boolean'],
  [
    GraphQLInt.serialize,
    (value) => typeof value === 'number' && Number.isInteger(value) && value <= maxInt && value >= minInt,
  ],
];

/** Which values a type is sure to give back as they are; undefined when its own function has to be asked about each. */
export function unchangedBy(type: GraphQLLeafType): ((value: unknown) => boolean) | undefined {
  return isScalarType(type) ? unchanged.find(([builtIn]) => builtIn === type.serialize)?.[1] : undefined;
}

/** How values of a leaf type leave (GraphQL specification, 6.4.3 "Result Coercion"). */
export function leafSerializer(type: GraphQLLeafType): Serialize {
  const serialize = (value: unknown): unknown => {
    const serialized: unknown = type.serialize(value);
    if (serialized === null || serialized === undefined) {
      throw new Error(
        `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
      );
    }
    return serialized;
  };
  const isUnchanged = unchangedBy(type);
  return isUnchanged === undefined ? serialize : (value) => (isUnchanged(value) ? value : serialize(value));
}
