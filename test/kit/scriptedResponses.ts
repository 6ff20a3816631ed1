import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Inbox, inbox } from './inbox.ts';

/** One request to a server that answers only what a test lets it answer. */
export interface ScriptedResponse {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly response: ServerResponse;
  /** Begins an event stream. */
  begin(): void;
  /** Resolves when the response has been closed, by whomever. */
  readonly closed: Promise<unknown>;
}

/** An HTTP server that does nothing by itself. */
export interface ScriptedResponses extends AsyncDisposable {
  readonly url: string;
  readonly requests: Inbox<ScriptedResponse>;
}

/** Starts one on a port of its own. */
export async function scriptedResponses(): Promise<ScriptedResponses> {
  const requests = inbox<ScriptedResponse>('request');
  const server = createServer(async (request, response) => {
    const { method = '', headers } = request;
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += String(chunk);
    requests.put({
      method,
      headers,
      body,
      response,
      begin: () => response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).flushHeaders(),
      closed: once(response, 'close'),
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
