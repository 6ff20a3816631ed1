import type { EventEmitter } from 'node:events';
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { ClientError, errorCodes } from '../../lib/errors.ts';
import type { Log } from '../../lib/log.ts';
import type { Graph } from '../graph.ts';
import type { LiveViewers } from '../identity/liveViewers.ts';
import type { LiveLimits } from '../liveSettings.ts';
import type { LiveObserver } from '../subscribe/liveObserver.ts';
import { addressKey } from './addressKey.ts';
import { type CallerRules, callerFacts } from './callerFacts.ts';
import { CountsByKey } from './countsByKey.ts';
import { requestDeadline } from './deadline.ts';
import { DeadlineQueue } from './deadlineQueue.ts';
import { EventDelivery } from './eventDelivery.ts';
import type { LiveOperations } from './liveOperations.ts';
import type { ServerTimes } from './serverTimes.ts';
import { Connection, type ConnectionPorts } from './webSocket/connection.ts';
import { Visits } from './webSocket/visits.ts';

/** What the WebSocket side of /graphql needs. */
export interface WebSocketPorts {
  readonly graph: Graph;
  readonly people: LiveViewers;
  readonly operations: LiveOperations;
  readonly observer: LiveObserver;
  readonly log: Log;
  readonly callerRules: CallerRules;
  readonly requestTimeoutMs: number;
  readonly times: Pick<ServerTimes, 'initMs' | 'pingMs' | 'stallMs'>;
  readonly limits: LiveLimits & { readonly bodyBytes: number; readonly subscriptionsPerSocket: number };
}

/** The WebSocket side of /graphql. */
export interface WebSocketDoor {
  /**
   * Takes over a socket whose origin and path have been checked.
   * @throws ClientError LIMIT_REACHED when its remote address has too many open.
   */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, requestId: string): void;
  /** Resolves when the operations that run now have sent their last message. */
  settled(): Promise<void>;
  /** Closes every socket with 1001; those that do not answer within `graceMs` are cut. Resolves when all are gone. */
  close(graceMs: number): Promise<void>;
}

/** Answers an upgrade with an error in plain HTTP, as GraphQL clients read it. */
export function refuseUpgrade(socket: Duplex, error: ClientError): void {
  const { status } = errorCodes[error.code];
  const body = JSON.stringify({
    errors: [{ message: error.message, extensions: { ...error.details, code: error.code } }],
  });
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.on('error', () => undefined); // the peer may have left already
  socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
}

/** What belongs to a socket is found from it, so that no socket has listeners of its own. */
const connectionOf = Symbol('connection');
interface Owned {
  [connectionOf]: Connection;
}

function onMessage(this: Owned, data: RawData): void {
  if (Buffer.isBuffer(data)) this[connectionOf].receive(data);
}
function onPing(this: Owned): void {
  this[connectionOf].pinged();
}
function onPong(this: Owned, data: Buffer): void {
  this[connectionOf].ponged(data);
}
function onDrain(this: Owned): void {
  this[connectionOf].drained();
}
/** A frame that is not WebSocket, or too large: `ws` closes with the right code. */
const onError = (): void => undefined;

function own(socket: WebSocket, raw: Duplex, connection: Connection): void {
  const owned: EventEmitter = Object.assign(socket, { [connectionOf]: connection });
  owned.on('message', onMessage).on('ping', onPing).on('pong', onPong).on('error', onError);
  const ownedRaw: EventEmitter = Object.assign(raw, { [connectionOf]: connection });
  ownedRaw.on('drain', onDrain);
}

function connectionPorts(ports: WebSocketPorts): ConnectionPorts {
  const { graph, people, operations, observer, log, times, limits, callerRules, requestTimeoutMs } = ports;
  return {
    graph,
    people,
    operations,
    log,
    deadline: requestDeadline(requestTimeoutMs),
    delivery: new EventDelivery(observer, log),
    queueLimits: { events: limits.clientQueueEvents, bytes: limits.clientQueueBytes },
    socketsOfViewers: new CountsByKey(limits.sockets.perViewer),
    maxRunning: limits.subscriptionsPerSocket,
    rate: limits.sockets,
    visits: new Visits(times.pingMs),
    pulse: { periodMs: times.pingMs, stallMs: times.stallMs },
    uninitialised: new DeadlineQueue(times.initMs),
    idle: new DeadlineQueue(limits.sockets.idleMs),
    forwardsAuthorization: callerRules.forwardedHeaders.includes('authorization'),
  };
}

/** Opens the door; it serves nothing until a socket is handed to `upgrade`. */
export function webSocketDoor(ports: WebSocketPorts): WebSocketDoor {
  const { callerRules, limits } = ports;
  const shared = connectionPorts(ports);
  const addresses = new CountsByKey(limits.sockets.perAddress);
  const open = new Set<Connection>();
  const sockets = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : false),
    maxPayload: limits.bodyBytes,
    perMessageDeflate: false, // its memory per socket is a way to exhaust a server
    clientTracking: false,
  });
  /** Nothing of the request is kept but what is taken from it here. */
  const opened = (
    socket: WebSocket,
    raw: Duplex,
    request: IncomingMessage,
    requestId: string,
    address: string,
  ): void => {
    const { headers, explain } = callerFacts(request, null, callerRules);
    const { authorization } = request.headers;
    const connection = new Connection(shared, socket, raw, { requestId, authorization, caller: { headers, explain } });
    addresses.enter(address);
    open.add(connection);
    own(socket, raw, connection);
    socket.once('close', () => {
      addresses.leave(address);
      open.delete(connection);
      connection.closed();
    });
    if (socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) {
      connection.refuse(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable');
    }
  };
  return {
    upgrade(request, raw, head, requestId) {
      const address = addressKey(request.socket.remoteAddress);
      if (!addresses.hasRoom(address)) {
        const says = `One address may have ${addresses.limit} sockets open; close one first.`;
        throw new ClientError('LIMIT_REACHED', says, { limit: addresses.limit });
      }
      sockets.handleUpgrade(request, raw, head, (socket) => opened(socket, raw, request, requestId, address));
    },
    async settled() {
      const running = [...open].flatMap(({ operations }) => [...operations]);
      await Promise.all(running.map((operation) => new Promise<void>((resolve) => operation.whenOver(resolve))));
    },
    async close(graceMs) {
      await Promise.all([...open].map((connection) => connection.close(graceMs)));
      sockets.close();
      shared.uninitialised.stop();
      shared.idle.stop();
    },
  };
}
