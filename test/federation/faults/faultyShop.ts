import type { Socket } from 'node:net';
import { type GraphQLError, getOperationAST, parse } from 'graphql';
import { remoteClient } from '../../../gateway/subgraph/remoteClient.ts';
import type { SubgraphClient } from '../../../gateway/subgraph/subgraphClient.ts';
import { anonymous } from '../../../lib/viewer.ts';
import { type RawServer, rawAnswer, rawServer } from '../../kit/rawServer.ts';
import { type TestGraph, testGraph } from '../../kit/testGraph.ts';
import { shop } from '../shop.ts';

/** What a faulty subgraph does instead of answering. */
export type Fault = (socket: Socket) => void;

/** What a client reads. */
export interface Read {
  readonly data: unknown;
  readonly errors: readonly GraphQLError[];
}

/** The shop with one subgraph behind a real socket, which answers as it should until it is told to do otherwise. */
export interface FaultyShop {
  readonly graph: TestGraph['graph'];
  readonly server: RawServer;
  /** What it does from now on; null to answer as it should. */
  fault: Fault | null;
  ask(query: string): Promise<Read>;
  [Symbol.asyncDispose](): Promise<void>;
}

export interface FaultyShopOptions {
  readonly timeoutMs?: number;
  readonly maxBodyBytes?: number;
}

/** Gives everything as JSON, with the length stated. */
export const saying =
  (body: string): Fault =>
  (socket) =>
    socket.write(rawAnswer(body));

/** The body that an HTTP answer of the given head carries. */
export const answering =
  (status: string, contentType: string, body: string): Fault =>
  (socket) => {
    const length = Buffer.byteLength(body);
    socket.write(`HTTP/1.1 ${status}\r\ncontent-type: ${contentType}\r\ncontent-length: ${length}\r\n\r\n${body}`);
  };

export async function faultyShop(subgraph: string, options: FaultyShopOptions = {}): Promise<FaultyShop> {
  const { timeoutMs = 20_000, maxBodyBytes } = options;
  const whole: { client?: SubgraphClient; fault: Fault | null } = { fault: null };
  const server = await rawServer((socket, request) => {
    if (whole.fault !== null) whole.fault(socket);
    else if (whole.client !== undefined) void answerFrom(whole.client, socket, request);
  });
  const remote = remoteClient({ name: subgraph, url: server.url, timeoutMs, maxBodyBytes, random: () => 0 });
  const { graph, answer } = testGraph(shop().subgraphs, {
    wrap(client, name) {
      if (name !== subgraph) return client;
      whole.client = client;
      return remote;
    },
  });
  return {
    graph,
    server,
    get fault() {
      return whole.fault;
    },
    set fault(fault) {
      whole.fault = fault;
    },
    async ask(query) {
      const answered = await answer(query);
      if ('initial' in answered) throw new Error('The answer came in parts');
      const { data, errors = [] } = answered;
      return { data: data === undefined ? undefined : JSON.parse(data), errors };
    },
    async [Symbol.asyncDispose]() {
      await remote.close();
      await server[Symbol.asyncDispose]();
    },
  };
}

async function answerFrom(client: SubgraphClient, socket: Socket, request: string): Promise<void> {
  const body = Buffer.from(request.slice(request.indexOf('\r\n\r\n') + 4), 'latin1').toString('utf8');
  const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
  const document = parse(query);
  const operationKind = getOperationAST(document)?.operation;
  if (operationKind === undefined) throw new Error('No operation came');
  const answer = await client.execute(
    {
      ...{ query, document, operationName: undefined, operationKind, variables: variables ?? {} },
      ...{ viewer: anonymous, requestId: 'far' },
    },
    new AbortController().signal,
  );
  socket.write(rawAnswer(JSON.stringify(answer)));
}
