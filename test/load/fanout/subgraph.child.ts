import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import { execute, parse } from 'graphql';
import { handleProtocols } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { EventStreams, type StreamRequest } from './eventStreams.ts';
import { type WallSubgraph, wallSchema } from './wallSubgraphs.ts';

/** What a subgraph is told. A channel is what one contender has of the subgraph: the last part of the address that it is given. */
export type SubgraphOrder =
  | { readonly kind: 'emit'; readonly channel: string; readonly count: number; readonly everyMs: number }
  | { readonly kind: 'counts'; readonly channel: string };

/** What was emitted: the number of the last event, and when the first began to be sent. */
export interface Emission {
  readonly sequence: number;
  readonly firstMicros: number;
}

/** What a contender has asked for so far, and the streams that it has open. */
export interface SubgraphCounts {
  readonly fetches: number;
  readonly sent: number;
  readonly streams: number;
}

interface Channel {
  fetches: number;
  readonly events: EventStreams;
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly payload?: StreamRequest;
}

const schema = wallSchema(process.argv[2] as WallSubgraph);
const channels = new Map<string, Channel>();
const answers = new Map<string, string>();
const maxAnswers = 50_000;

function channelOf(address: string): Channel {
  const name = address.slice(address.lastIndexOf('/') + 1);
  const channel = channels.get(name) ?? { fetches: 0, events: new EventStreams(schema) };
  channels.set(name, channel);
  return channel;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks).toString();
  channelOf(request.url ?? '/').fetches += 1;
  let body = answers.get(sent);
  if (body === undefined) {
    const { query, variables } = JSON.parse(sent) as StreamRequest;
    body = JSON.stringify(await execute({ schema, document: parse(query), variableValues: variables ?? {} }));
    if (answers.size >= maxAnswers) answers.clear();
    answers.set(sent, body);
  }
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function serve(socket: WebSocket, { events }: Channel): void {
  const open = new Map<string, () => void>();
  const end = (id: string): void => {
    open.get(id)?.();
    open.delete(id);
  };
  socket.on('message', (data) => {
    const { type, id = '', payload } = JSON.parse(data.toString()) as Message;
    if (type === 'connection_init') socket.send('{"type":"connection_ack"}');
    else if (type === 'ping') socket.send('{"type":"pong"}');
    else if (type === 'subscribe' && payload !== undefined) open.set(id, events.open(socket, id, payload));
    else if (type === 'complete') end(id);
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    for (const id of [...open.keys()]) end(id);
  });
}

async function emit(channel: string, count: number, everyMs: number): Promise<Emission> {
  const { events } = channelOf(channel);
  const firstMicros = events.emit();
  for (let emitted = 1; emitted < count; emitted += 1) {
    await (everyMs > 0 ? pause(everyMs) : nextTurn());
    events.emit();
  }
  return { sequence: events.sequence, firstMicros };
}

process.on('message', (order: SubgraphOrder) => {
  const { fetches, events } = channelOf(order.channel);
  if (order.kind === 'counts') process.send?.({ fetches, sent: events.sent, streams: events.streams });
  else void emit(order.channel, order.count, order.everyMs).then((emission) => process.send?.(emission));
});

const server = createServer((request, response) => void answer(request, response));
const sockets = new WebSocketServer({
  noServer: true,
  handleProtocols,
  perMessageDeflate: false,
  clientTracking: false,
});
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (webSocket) => serve(webSocket, channelOf(request.url ?? '/')));
});
server.keepAliveTimeout = 120_000;
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  process.stdout.write(`ready http://127.0.0.1:${address.port}\n`);
});
