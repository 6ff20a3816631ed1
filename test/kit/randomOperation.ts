import fc from 'fast-check';
import {
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

/** The decisions that a random operation is made of, each a number; when they run out, the smallest choice is taken. */
interface Decisions {
  next(below: number): number;
}

const decisionsOf = (numbers: readonly number[]): Decisions => {
  let index = 0;
  return {
    next(below) {
      const number = numbers[index] ?? 0;
      index += 1;
      return number % below;
    },
  };
};

const conditions = [
  '',
  '',
  '',
  '',
  ' @include(if: $yes)',
  ' @skip(if: $yes)',
  ' @include(if: $no)',
  ' @skip(if: false)',
];

/** A selection set in braces for a composite type of the schema, at most so deep. `argumentsOf` may give a field arguments. */
function selectionSet(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  depth: number,
  decisions: Decisions,
  argumentsOf: ReadonlyMap<string, readonly string[]>,
): string {
  const pick = <T>(list: readonly T[]): T => list[decisions.next(list.length)] as T;
  const condition = (): string => pick(conditions);
  const selection = (): string => {
    if (isAbstractType(type) && decisions.next(3) > 0) {
      const inner = pick(schema.getPossibleTypes(type));
      return `... on ${inner.name}${condition()} ${selectionSet(schema, inner, depth, decisions, argumentsOf)}`;
    }
    if (isObjectType(type) && depth > 0 && decisions.next(8) === 1) {
      return `...${condition()} ${selectionSet(schema, type, depth - 1, decisions, argumentsOf)}`;
    }
    if (!(isObjectType(type) || isInterfaceType(type)) || decisions.next(12) === 1) return `__typename${condition()}`;
    const fields = Object.values(type.getFields()).filter(
      (field) => depth > 0 || !isCompositeType(getNamedType(field.type)),
    );
    const field = pick(fields);
    const named = getNamedType(field.type);
    const given = argumentsOf.get(field.name) ?? [''];
    const choice = decisions.next(given.length);
    // The same response name always means the same field with the same arguments, as validation would have it.
    const alias =
      choice === 0 ? (decisions.next(9) === 1 ? `a_${type.name}_${field.name}: ` : '') : `${field.name}${choice}: `;
    const below = isCompositeType(named) ? ` ${selectionSet(schema, named, depth - 1, decisions, argumentsOf)}` : '';
    return `${alias}${field.name}${given[choice]}${condition()}${below}`;
  };
  const count = 1 + decisions.next(4);
  return `{ ${Array.from({ length: count }, selection).join(' ')} }`;
}

/** Operations over a schema, valid but for the overlap of fields; shrinks to short ones. Declares the variables `yes` and `no`. */
export function randomOperation(
  schema: GraphQLSchema,
  argumentsOf: ReadonlyMap<string, readonly string[]>,
): fc.Arbitrary<string> {
  const query = schema.getQueryType();
  if (query === undefined || query === null) throw new Error('The schema has no queries');
  return fc.array(fc.nat(10_000), { minLength: 4, maxLength: 120 }).map((numbers) => {
    const body = selectionSet(schema, query, 4, decisionsOf(numbers), argumentsOf);
    return `query ($yes: Boolean = true, $no: Boolean = false) ${body}`;
  });
}
