import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const pattern = /^-?(?:0|[1-9]\d{0,29})(?:\.\d{1,18})?$/;

function exact(value: unknown): string {
  if (typeof value === 'string' && pattern.test(value)) return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return String(value);
  throw new GraphQLError(
    'A Decimal is text like "12.50": up to 30 digits, a point, up to 18 decimals. JSON numbers with decimals are not exact and are refused.',
  );
}

/** An exact decimal: the same text inside and outside, never a float. */
export const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  description: 'An exact decimal number as text, e.g. "12.50". Input may also be a whole JSON number.',
  serialize: exact,
  parseValue: exact,
  parseLiteral: (node) =>
    exact(node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT ? node.value : null),
});
