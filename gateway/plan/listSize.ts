import { type FieldNode, GraphQLError, type GraphQLField, Kind } from 'graphql';
import type { ListSize } from './costRules.ts';
import type { CostTerm, Variables } from './costTerm.ts';

/**
 * How long the lists of a field are by its `@listSize`: what its slicing arguments say, else the assumed size, else `otherwise`. The term throws
 * a GraphQLError with BAD_USER_INPUT when exactly one slicing argument is required and there are others.
 */
export function listSize(
  size: ListSize,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  otherwise: number,
): CostTerm {
  const { assumedSize, slicingArguments, requireOneSlicingArgument } = size;
  const slices = slicingArguments.map((name) => sliceOf(name, node, field));
  const isWrong = (given: readonly number[]): boolean =>
    requireOneSlicingArgument && slicingArguments.length > 0 && given.length !== 1;
  const longest = (given: readonly number[]): number =>
    given.length === 0 ? (assumedSize ?? otherwise) : Math.max(0, ...given);
  const constant = slices.filter((slice) => typeof slice === 'number');
  if (slices.every((slice) => typeof slice !== 'function') && !isWrong(constant)) return longest(constant);
  return (variables) => {
    const given = slices
      .map((slice) => (typeof slice === 'function' ? slice(variables) : slice))
      .filter((slice) => slice !== null);
    if (isWrong(given)) throw notOne(size, node);
    return longest(given);
  };
}

type Slice = number | null | ((variables: Variables) => number | null);

function sliceOf(name: string, node: FieldNode, field: GraphQLField<unknown, unknown>): Slice {
  const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
  const byDefault = asSize(field.args.find((argument) => argument.name === name)?.defaultValue);
  if (value === undefined) return byDefault;
  if (value.kind === Kind.INT) return Number(value.value);
  if (value.kind !== Kind.VARIABLE) return null;
  const variable = value.name.value;
  return (variables) => (variables[variable] === undefined ? byDefault : asSize(variables[variable]));
}

function asSize(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function notOne({ slicingArguments }: ListSize, node: FieldNode): GraphQLError {
  const names = slicingArguments.map((name) => JSON.stringify(name)).join(', ');
  return new GraphQLError(`Field "${node.name.value}" needs exactly one of the arguments ${names}.`, {
    nodes: node,
    extensions: { code: 'BAD_USER_INPUT' },
  });
}
