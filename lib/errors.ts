/** One row of the error table: the HTTP status it would have alone, and the sentence used when nothing better is known. */
interface ErrorCode {
  readonly status: number;
  readonly says: string;
}

/**
 * Every `extensions.code` a client can meet, from any part of the platform. docs/reference/errors.md is generated from it.
 */
export const errorCodes = {
  BAD_REQUEST: { status: 400, says: 'The request is not one that this address understands.' },
  BAD_USER_INPUT: { status: 400, says: 'An argument has a value that cannot be used.' },
  BAD_CURSOR: { status: 400, says: 'The cursor is not one that this field gave out.' },
  GRAPHQL_PARSE_FAILED: { status: 400, says: 'The document is not valid GraphQL.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, says: 'The document does not fit the schema.' },
  OPERATION_NOT_FOUND: { status: 400, says: 'The document has no operation of that name.' },
  OPERATION_TOO_LARGE: { status: 400, says: 'The operation selects more than one request may.' },
  OPERATION_TOO_COMPLEX: { status: 400, says: 'The operation has more ways to be answered than can be compared.' },
  OPERATION_UNRESOLVABLE: { status: 500, says: 'No subgraphs can answer the operation as it is asked.' },
  COST_ESTIMATED_TOO_EXPENSIVE: {
    status: 400,
    says: 'The operation is estimated to cost more than one request may; `extensions.cost` says how much.',
  },
  UNAUTHENTICATED: { status: 401, says: 'Sign in: this needs a valid bearer token.' },
  FORBIDDEN: { status: 403, says: 'The viewer may not do this.' },
  UNAUTHORIZED_FIELD_OR_TYPE: {
    status: 403,
    says: 'The viewer may not see this field, or a type that it leads to; the supergraph says what that takes.',
  },
  NOT_FOUND: { status: 404, says: 'There is nothing with that id, or the viewer may not see it.' },
  METHOD_NOT_ALLOWED: { status: 405, says: 'This address does not take that method.' },
  NOT_ACCEPTABLE: { status: 406, says: 'The answer has no form that the client takes.' },
  CONFLICT: { status: 409, says: 'The thing is in a state that does not allow this.' },
  BODY_TOO_LARGE: { status: 413, says: 'The request body is larger than this address takes.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, says: 'The request body has a type that this address does not take.' },
  LIMIT_REACHED: { status: 429, says: 'A limit that protects this server is reached; the message says which.' },
  SUBGRAPH_UNAVAILABLE: { status: 503, says: 'A part of the graph could not be reached.' },
  SUBGRAPH_TIMEOUT: { status: 504, says: 'A part of the graph did not answer in time.' },
  SUBGRAPH_MALFORMED: { status: 502, says: 'A part of the graph gave an answer that is not GraphQL.' },
  TOO_SLOW: {
    status: 503,
    says: 'The reader is slower than the events; resume with the last cursor, or ask for less.',
  },
  SUPERGRAPH_CHANGED: { status: 410, says: 'The graph has changed, and the operation does not fit it any more.' },
  SHUTTING_DOWN: { status: 503, says: 'The server is stopping; connect again and resume with the last cursor.' },
  INTERNAL: { status: 500, says: 'Something went wrong on our side; the request id finds it in the log.' },
} as const satisfies Record<string, ErrorCode>;

export type ErrorCodeName = keyof typeof errorCodes;

/**
 * A fault that the client may read: the message is written for them and says what was wrong, where, and what to do.
 * Anything else that is thrown reaches the client only as INTERNAL.
 */
export class ClientError extends Error {
  override readonly name = 'ClientError';

  constructor(
    readonly code: ErrorCodeName,
    message: string = errorCodes[code].says,
    /** Further facts for `extensions`, e.g. `{ argument: 'after' }`. Never secrets. */
    readonly details: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
