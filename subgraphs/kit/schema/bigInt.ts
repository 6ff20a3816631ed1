import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const limit = 2n ** 63n;
const safe = BigInt(Number.MAX_SAFE_INTEGER);

function parse(value: unknown): bigint {
  let whole: bigint | null = null;
  if (typeof value === 'bigint') whole = value;
  else if (typeof value === 'number' && Number.isSafeInteger(value)) whole = BigInt(value);
  else if (typeof value === 'string' && /^-?\d{1,19}$/.test(value)) whole = BigInt(value);
  if (whole === null || whole >= limit || whole < -limit) {
    throw new GraphQLError(
      'A BigInt is a whole number of at most 64 bits: a JSON number up to 2^53-1, or text of digits.',
    );
  }
  return whole;
}

/** A whole number of 64 bits. Resolvers receive `bigint`; they may return `bigint`, a safe number, or digits as PostgreSQL gives them. */
export const BigInt64 = new GraphQLScalarType<bigint, number | string>({
  name: 'BigInt',
  description:
    'A whole number of up to 64 bits: a JSON number up to 2^53-1 and text of digits beyond it. Input may be either.',
  serialize: (value) => {
    const whole = parse(value);
    return whole <= safe && whole >= -safe ? Number(whole) : whole.toString();
  },
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.INT || node.kind === Kind.STRING ? node.value : null),
});
