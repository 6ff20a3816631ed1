/** One error of a GraphQL result. */
export interface LiveError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  /** `code` is one of docs/reference/errors.md; `resumable: true` when the stream can be gone on with. */
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A GraphQL result as it came. */
export interface LiveResult<Data = unknown> {
  readonly data?: Data | null | undefined;
  readonly errors?: readonly LiveError[] | undefined;
}

/** The code of an error, or another word when the server gave none. */
export function codeOf(error: LiveError | undefined, otherwise = 'ERROR'): string {
  const code = error?.extensions?.['code'];
  return typeof code === 'string' ? code : otherwise;
}
