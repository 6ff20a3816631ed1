import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A subgraph that answers everything with the same text. */
export interface JsonSubgraph extends AsyncDisposable {
  readonly url: string;
  /** Headers of every request so far, in order. */
  readonly headers: readonly IncomingHttpHeaders[];
}

/** Starts one on a port of its own. */
export async function jsonSubgraph(text: string): Promise<JsonSubgraph> {
  const headers: IncomingHttpHeaders[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(text));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`,
    headers,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
