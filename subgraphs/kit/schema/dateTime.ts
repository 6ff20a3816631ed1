import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

const pattern = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:\d{2})$/;

/** Date would take the 30th of February for the 2nd of March. */
function hasRealDay(text: string): boolean {
  const midnight = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.getUTCDate() === Number(text.slice(8, 10));
}

function parse(value: unknown): Date {
  const at = typeof value === 'string' && pattern.test(value) && hasRealDay(value) ? new Date(value) : null;
  if (at === null || Number.isNaN(at.getTime())) {
    throw new GraphQLError('A DateTime is text like "2026-01-31T08:00:00Z": a date, a time and an offset.');
  }
  return at;
}

/** A moment: `Date` inside, ISO 8601 text in UTC outside. Text coming in may carry any offset. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment as ISO 8601 text in UTC, e.g. "2026-01-31T08:00:00.000Z". Input may carry any offset.',
  specifiedByURL: 'https://datatracker.ietf.org/doc/html/rfc3339',
  serialize: (value) => (value instanceof Date ? value.toISOString() : parse(value).toISOString()),
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
});
