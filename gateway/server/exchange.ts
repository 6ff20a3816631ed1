import type { IncomingMessage, ServerResponse } from 'node:http';

/** One HTTP request and its response, with what every route needs to know about it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  readonly requestId: string;
}

/** Answers one request. A ClientError that it throws becomes the response; anything else becomes INTERNAL. */
export type Handler = (exchange: Exchange) => Promise<void> | void;
