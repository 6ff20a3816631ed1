import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { execute, type GraphQLSchema, parse, subscribe } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { ClientError } from '../../lib/errors.ts';

const sdl = `type Query { hello(name: String!): String secret: String } type Subscription { ticks(n: Int!): Int quiet: Int refused: Int }`;

/** A subgraph as a server of its own, with one path for each way to misbehave. */
export interface RemoteServer {
  readonly url: string;
  readonly seen: { viewers: unknown[]; requests: number; closedStreams: number; sockets: number };
  close(): Promise<void>;
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

type Answer = (response: ServerResponse, body: string, request: IncomingMessage) => void | Promise<void>;

function answers(schema: GraphQLSchema, seen: RemoteServer['seen']): Readonly<Record<string, Answer>> {
  const json = (response: ServerResponse, text: string, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(text);
  };
  return {
    '/graphql': async (response, body) => {
      const { query, variables } = JSON.parse(body) as { query: string; variables: Record<string, unknown> };
      json(response, JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables })));
    },
    '/echo': (response, body, request) => json(response, JSON.stringify({ data: { body, headers: request.headers } })),
    '/malformed': (response) => json(response, '{"data": {"hello"'),
    '/array': (response) => json(response, '[]'),
    '/text': (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
    '/trouble': (response) => void response.writeHead(503, { 'content-type': 'text/plain' }).end('try later'),
    '/huge': (response) => json(response, JSON.stringify({ data: { hello: 'x'.repeat(100_000) } })),
    '/redirect': (response) => void response.writeHead(302, { location: '/graphql' }).end(),
    '/hang': () => undefined,
    '/flaky': (response) => {
      if (seen.requests % 2 === 1) response.destroy();
      else json(response, '{"data":{"hello":"second"}}');
    },
    '/errors': (response) =>
      json(
        response,
        '{"data":{"hello":null},"errors":[{"message":"No","path":["hello"],"extensions":{"code":"FORBIDDEN"},"odd":1}]}',
      ),
  };
}

/** Starts it on a port of its own; `close` breaks every connection. */
export async function startRemoteServer(): Promise<RemoteServer> {
  const seen: RemoteServer['seen'] = { viewers: [], requests: 0, closedStreams: 0, sockets: 0 };
  const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolversWith(seen) }]);
  const byPath = new Map(Object.entries(answers(schema, seen)));
  const server = createServer(async (request, response) => {
    seen.requests += 1;
    seen.viewers.push(request.headers['weft-viewer']);
    await byPath.get(request.url ?? '')?.(response, await textOf(request), request);
  });
  const sockets = new WebSocketServer({ server });
  useServer(
    {
      schema,
      execute,
      subscribe,
      onConnect({ connectionParams }) {
        const viewer = connectionParams?.['weft-viewer'];
        seen.viewers.push(viewer);
        if (viewer !== 'signed anonymous') return false;
        seen.sockets += 1;
        return true;
      },
      onDisconnect() {
        seen.sockets -= 1;
      },
    },
    sockets,
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function resolversWith(seen: RemoteServer['seen']) {
  return {
    Query: { hello: (_: unknown, { name }: { name: string }) => `hello ${name}` },
    Subscription: {
      ticks: {
        subscribe: async function* (_: unknown, { n }: { n: number }) {
          for (let tick = 0; tick < n; tick += 1) yield { ticks: tick };
        },
      },
      quiet: {
        subscribe: () => ({
          next: () => new Promise(() => undefined),
          return: async () => {
            seen.closedStreams += 1;
            return { done: true, value: undefined };
          },
          [Symbol.asyncIterator]() {
            return this;
          },
        }),
      },
      refused: {
        subscribe: () => {
          throw new ClientError('FORBIDDEN', 'Not for you.');
        },
      },
    },
  };
}
