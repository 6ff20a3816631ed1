import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import { checkHeaders } from './http/requestText.ts';
import type { SubgraphRequest } from './subgraphClient.ts';

/** Headers that belong to the connection or to whoever asks the subgraph: a client's are never passed on. */
const ownHeaders: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-authorization', 'proxy-connection', 'te'],
  ...['trailer', 'transfer-encoding', 'upgrade', 'accept', 'accept-encoding', 'content-type', 'content-encoding'],
  ...['x-request-id', viewerHeader],
]);

/**
 * Adds to `fields` (names and values in turn) the headers of a client's request that a subgraph is sent too.
 * @throws ClientError BAD_REQUEST when one of them all cannot be sent
 */
export function addPassedHeaders(fields: string[], headers: SubgraphRequest['headers']): readonly string[] {
  if (headers !== undefined) {
    for (const [name, value] of headers) {
      if (!ownHeaders.has(name) && !name.startsWith('sec-websocket-')) fields.push(name, value);
    }
  }
  checkHeaders(fields);
  return fields;
}
