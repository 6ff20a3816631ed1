import { Pool } from 'undici';
import { ClientError } from '../../lib/errors.ts';
import type { Viewer } from '../../lib/viewer.ts';
import { viewerHeader } from '../../subgraphs/kit/viewerAssertion.ts';
import { subgraphAnswer } from './subgraphAnswer.ts';
import type { SubgraphClient, SubgraphRequest, SubgraphResponse } from './subgraphClient.ts';

/** A subgraph at an HTTP address. */
export interface HttpSubgraph {
  readonly name: string;
  readonly url: string;
  /** The viewer as a token that the subgraph accepts. Without it, the subgraph is not told who asks. */
  readonly sign?: ((viewer: Viewer) => Promise<string>) | undefined;
  /** Larger answers are refused. */
  readonly maxBodyBytes?: number | undefined;
  /** Connections kept open to it at most. */
  readonly maxConnections?: number | undefined;
  /** Milliseconds for a connection to be made. */
  readonly connectMs?: number | undefined;
}

/** Queries and mutations over HTTP. */
export interface HttpClient extends Pick<SubgraphClient, 'execute'> {
  /** Closes the connections; what is under way fails. */
  close(): Promise<void>;
}

const jsonTypes: ReadonlySet<string> = new Set(['application/json', 'application/graphql-response+json']);

/**
 * Sends operations by POST over a pool of kept connections. Redirects are not followed. There is no time limit here beyond connecting:
 * `withPolicies` sets one by the signal.
 */
export function httpClient(subgraph: HttpSubgraph): HttpClient {
  const { name, maxBodyBytes = 16 * 1024 * 1024, maxConnections = 64, connectMs = 5_000 } = subgraph;
  const { origin, pathname, search } = new URL(subgraph.url);
  // The signal bounds a request from outside; the pool's own limits would only be a second, different one.
  const pool = new Pool(origin, {
    connections: maxConnections,
    connect: { timeout: connectMs },
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  const send = async (request: SubgraphRequest, signal: AbortSignal): Promise<SubgraphResponse> => {
    const { query, operationName, variables, viewer, requestId, body: ready } = request;
    const token = await subgraph.sign?.(viewer);
    const { statusCode, headers, body } = await pool.request({
      path: pathname + search,
      method: 'POST',
      headers: {
        ...passedOn(request.headers),
        'content-type': 'application/json',
        accept: 'application/graphql-response+json, application/json;q=0.9',
        'x-request-id': requestId,
        ...(token === undefined ? {} : { [viewerHeader]: token }),
      },
      body: ready ?? JSON.stringify({ query, operationName, variables }),
      signal,
    });
    const refuse = (says: string): never => {
      body.on('error', () => undefined).destroy(); // the rest of it is of no interest, nor is how it ends
      // A server (or what stands before it) that is in trouble answers with whatever it has.
      const code = statusCode >= 500 || statusCode === 429 ? 'SUBGRAPH_UNAVAILABLE' : 'SUBGRAPH_MALFORMED';
      throw new ClientError(code, `The subgraph "${name}" ${says} (HTTP ${statusCode}).`, { subgraph: name });
    };
    const type =
      String(headers['content-type'] ?? '')
        .split(';')[0]
        ?.trim()
        .toLowerCase() ?? '';
    if (!jsonTypes.has(type)) return refuse('gave an answer that is not JSON by its content type');
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      bytes += chunk.byteLength;
      if (bytes > maxBodyBytes) return refuse(`gave an answer of more than ${maxBodyBytes} bytes`);
      chunks.push(chunk);
    }
    const answer = subgraphAnswer(parsed(Buffer.concat(chunks).toString('utf8')));
    if (answer === null) return refuse('gave an answer that is not GraphQL');
    const cacheControl = headers['cache-control'];
    return typeof cacheControl === 'string' ? { ...answer, cacheControl } : answer;
  };

  return {
    async execute(request, signal) {
      try {
        return await send(request, signal);
      } catch (cause) {
        if (signal.aborted) throw signal.reason;
        if (cause instanceof ClientError) throw cause;
        const says = `The subgraph "${name}" could not be reached.`;
        throw new ClientError('SUBGRAPH_UNAVAILABLE', says, { subgraph: name }, { cause });
      }
    },
    close: () => pool.destroy(),
  };
}

/** Headers that belong to the connection or to this client: a client's are never passed on. */
const ownHeaders: ReadonlySet<string> = new Set([
  ...['connection', 'content-length', 'expect', 'host', 'keep-alive', 'proxy-connection', 'te', 'trailer'],
  ...['transfer-encoding', 'upgrade', 'accept', 'accept-encoding', 'content-type', 'content-encoding'],
  ...['x-request-id', viewerHeader],
]);

function passedOn(headers: ReadonlyMap<string, string> | undefined): Record<string, string> {
  return Object.fromEntries([...(headers ?? [])].filter(([name]) => !ownHeaders.has(name)));
}

/** The value of a JSON text; undefined when it is not one. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
