import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request and its response, with what every route needs to know about it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The path of the address, without dot segments. */
  readonly path: string;
  /** The rest of the address from its question mark on; may be empty. */
  readonly search: string;
  readonly requestId: string;
  /**
   * Headers of the response that are known before its body is: names and values in turn, as `writeHead` takes them fastest.
   * Whoever answers must write them.
   */
  readonly headers: string[];
}

/** Answers one request. A ClientError that it throws becomes the response; anything else becomes INTERNAL. */
export type Handler = (exchange: Exchange) => Promise<void> | void;
