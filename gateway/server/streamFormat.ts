import type { GraphQLFormattedError } from 'graphql';

/** How the results of one operation are written, one behind the other, into the body of a response. */
export interface StreamFormat {
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** The beginning of the body: the client learns at once that it is connected. */
  readonly opening: Buffer;
  /** A sign of life that is no result. */
  readonly heartbeat: Buffer;
  /** The end of the body: no more results come, and nothing was cut off. */
  readonly closing: Buffer;
  /** One result, given as JSON in UTF-8; with the cursor behind it, where the format has a place for that. */
  result(bytes: Buffer, cursor: string | null): Buffer;
  /** Why a stream that had begun ends before its operation does, in formats that tell that from a result; null in others. */
  readonly fault: ((errors: readonly GraphQLFormattedError[]) => Buffer) | null;
}

/** What the headers of every stream say beside its content type. */
export const streamHeaders = [
  'cache-control',
  'no-store',
  'x-accel-buffering', // proxies must not collect events
  'no',
  'x-content-type-options',
  'nosniff',
] as const;
