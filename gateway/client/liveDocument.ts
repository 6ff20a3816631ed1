/**
 * A GraphQL document as text, with the types of what it takes and gives when it comes from a code generator (`TypedDocumentString`). Plain text is one too,
 * of unknown types.
 */
export interface LiveDocument<Data = unknown, Variables = Readonly<Record<string, unknown>>> {
  toString(): string;
  __apiType?: ((variables: Variables) => Data) | undefined;
}
