import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';

function text(value: unknown): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= 4096) return value;
  throw new GraphQLError('A Cursor is text that this graph gave out earlier; send it back unchanged.');
}

/** A place in a list or in a stream of events. Opaque; which field it belongs to is checked where it is used. */
export const Cursor = new GraphQLScalarType<string, string>({
  name: 'Cursor',
  description: 'A place in a list or in a stream of events. Opaque: keep it and send it back as `after`.',
  serialize: text,
  parseValue: text,
  parseLiteral: (node) => text(node.kind === Kind.STRING ? node.value : null),
});
