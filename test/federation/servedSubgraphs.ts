import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { execute, type GraphQLSchema, parse } from 'graphql';

/** One request that a subgraph got. */
export interface SeenRequest {
  readonly subgraph: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    readonly query?: string;
    readonly variables?: Record<string, unknown>;
    readonly extensions?: unknown;
  };
}

/** What a subgraph answers in place of its schema. */
export interface OddAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Subgraphs as HTTP servers of their own, with a record of what they were sent. */
export interface ServedSubgraphs extends AsyncDisposable {
  readonly urls: ReadonlyMap<string, string>;
  readonly seen: SeenRequest[];
  /** Decides what a subgraph answers; undefined leaves it to the schema. */
  odd: (request: SeenRequest) => OddAnswer | undefined;
  /** Exchanges the schema of a subgraph. */
  readonly schemas: Map<string, GraphQLSchema>;
}

/** Serves each schema at an address of its own. */
export async function servedSubgraphs(given: ReadonlyMap<string, GraphQLSchema>): Promise<ServedSubgraphs> {
  const schemas = new Map(given);
  const seen: SeenRequest[] = [];
  const urls = new Map<string, string>();
  const answer = async (request: SeenRequest): Promise<OddAnswer> => {
    seen.push(request);
    const odd = served.odd(request);
    if (odd !== undefined) return odd;
    const schema = schemas.get(request.subgraph);
    if (schema === undefined) throw new Error(`No subgraph ${request.subgraph}`);
    const { query = '', variables = {} } = request.body;
    const contextValue = { viewer: request.headers['x-viewer'] };
    const result = await execute({ schema, document: parse(query), variableValues: variables, contextValue });
    return { body: JSON.stringify(result) };
  };
  const servers = await Promise.all(
    [...schemas.keys()].map(async (subgraph) => {
      // A gateway that keeps connections must not find one that this server is about to close: it closes none by itself.
      const patience = { keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 };
      const server = createServer(patience, async (request, response) => {
        let text = '';
        for await (const chunk of request) text += String(chunk);
        const {
          status = 200,
          headers = {},
          body = '',
        } = await answer({
          subgraph,
          headers: request.headers,
          body: JSON.parse(text) as SeenRequest['body'],
        });
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      urls.set(subgraph, `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`);
      return server;
    }),
  );
  const served: ServedSubgraphs = {
    urls,
    seen,
    schemas,
    odd: () => undefined,
    async [Symbol.asyncDispose]() {
      for (const server of servers) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
  return served;
}
