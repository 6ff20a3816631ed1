import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocket } from 'ws';
import type { ClientError } from '../../lib/errors.ts';
import { isOpenRecord, ownValue } from '../../lib/own.ts';
import { connectionLost, connectionRefused, malformedStream } from './streamFaults.ts';

/** Where a socket goes, and its bounds. */
export interface GraphqlSocketTarget {
  /** Of the subgraph, for errors. */
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The payload of `connection_init`. */
  readonly params: Readonly<Record<string, string>>;
  /** A larger message breaks the socket. */
  readonly maxMessageBytes: number;
  readonly connectMs: number;
  readonly pingMs: number;
}

/** A message of the server about one operation. */
export interface OperationMessage {
  readonly type: 'next' | 'error' | 'complete';
  readonly id: string;
  readonly payload: unknown;
}

/** Whom a socket tells what happens. Nothing is told before its constructor returns. */
export interface GraphqlSocketListener {
  /** The subgraph has accepted us. */
  onReady(): void;
  onMessage(message: OperationMessage, bytes: number): void;
  /** The socket is over, and not by `close`. The last call. */
  onBroken(error: ClientError): void;
}

/** What a subgraph closes a socket with whose opener it will not have, or not like this. */
const refusals: ReadonlySet<number> = new Set([
  CloseCode.BadRequest,
  CloseCode.Unauthorized,
  CloseCode.Forbidden,
  CloseCode.SubprotocolNotAcceptable,
  CloseCode.SubscriberAlreadyExists,
  CloseCode.TooManyInitialisationRequests,
]);

/** What a subgraph may leave unread of what it is sent: much more than all that runs on a socket, so that only coming and going reaches it. */
const maxUnsentBytes = 64 * 1024 * 1024;
/** For the other side to answer a close frame. */
const closeMs = 1_000;
const pingText = '{"type":"ping"}';

/**
 * The client's side of one graphql-transport-ws connection (PROTOCOL.md of graphql-ws): handshake, `connection_init`, pings, and whole messages. The client
 * of graphql-ws is not used because it subscribes again, from the beginning and without telling, when a server closes a socket with 1000.
 */
export class GraphqlSocket {
  readonly #target: GraphqlSocketTarget;
  readonly #listener: GraphqlSocketListener;
  readonly #socket: WebSocket;
  #state: 'connecting' | 'ready' | 'over' = 'connecting';
  #hasHeard = true;
  #timer: NodeJS.Timeout;

  constructor(target: GraphqlSocketTarget, listener: GraphqlSocketListener) {
    const { name, url, headers, maxMessageBytes } = target;
    this.#target = target;
    this.#listener = listener;
    const bounds = { maxPayload: maxMessageBytes, perMessageDeflate: false, closeTimeout: closeMs };
    this.#socket = new WebSocket(url, GRAPHQL_TRANSPORT_WS_PROTOCOL, { ...bounds, headers })
      .on('open', () => this.#onOpen())
      .on('message', (data) => this.#onMessage(data as Buffer))
      .on('unexpected-response', (_, { statusCode = 0 }) => {
        const cause = new Error(`The handshake was answered with HTTP ${statusCode}`);
        this.#break(
          statusCode === 401 || statusCode === 403 ? connectionRefused(name, cause) : connectionLost(name, cause),
        );
      })
      .on('error', (cause) => this.#break(connectionLost(name, cause)))
      .on('close', (code, reason) => {
        const cause = new Error(`The socket was closed with ${code} ${reason.toString()}`);
        this.#break(refusals.has(code) ? connectionRefused(name, cause) : connectionLost(name, cause));
      });
    this.#timer = this.#giveUpAfterConnectMs('The handshake was not answered in time');
  }

  /** Sends the JSON text of a message, once the socket is ready. */
  send(text: string): void {
    if (this.#state === 'over') return;
    this.#socket.send(text, () => undefined); // an error is followed by `close`
    if (this.#socket.bufferedAmount > maxUnsentBytes) this.#lose('What is sent is not read');
  }

  /** Closes the socket; the listener is not called any more. */
  close(): void {
    if (this.#state === 'over') return;
    this.#over();
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(1000);
    else this.#socket.terminate();
  }

  #onOpen(): void {
    if (this.#state !== 'connecting') return;
    clearTimeout(this.#timer);
    this.#timer = this.#giveUpAfterConnectMs('connection_init was not answered in time');
    this.send(JSON.stringify({ type: 'connection_init', payload: this.#target.params }));
  }

  #onMessage(data: Buffer): void {
    if (this.#state === 'over') return;
    this.#hasHeard = true;
    const message = parsed(data.toString());
    const type = message === null ? undefined : ownValue(message, 'type');
    const id = message === null ? undefined : ownValue(message, 'id');
    const payload = message === null ? undefined : ownValue(message, 'payload');
    if (type === 'next' || type === 'error' || type === 'complete') {
      if (typeof id === 'string') this.#listener.onMessage({ type, id, payload }, data.length);
      else this.#violate(`sent a message "${type}" without an id`);
    } else if (type === 'ping') this.send(JSON.stringify({ type: 'pong', payload }));
    else if (type === 'connection_ack') this.#onAccepted();
    else if (type !== 'pong') this.#violate('sent something that is no message of a server');
  }

  #onAccepted(): void {
    if (this.#state !== 'connecting') return;
    this.#state = 'ready';
    clearTimeout(this.#timer);
    // Whatever comes is a sign of life: behind much data an answer to a ping may come late.
    this.#timer = setInterval(() => {
      if (this.#hasHeard) {
        this.#hasHeard = false;
        this.send(pingText);
      } else this.#lose('A ping was not answered in time');
    }, this.#target.pingMs / 2);
    this.#listener.onReady();
  }

  #giveUpAfterConnectMs(says: string): NodeJS.Timeout {
    return setTimeout(() => this.#lose(says), this.#target.connectMs);
  }

  #lose(says: string): void {
    this.#break(connectionLost(this.#target.name, new Error(says)));
  }

  /** Whose fault it is among the operations of the socket is not known: each may go on over another one. */
  #violate(what: string): void {
    this.#break(malformedStream(this.#target.name, what, { resumable: true }));
  }

  #break(error: ClientError): void {
    if (this.#state === 'over') return;
    this.#over();
    this.#socket.terminate();
    this.#listener.onBroken(error);
  }

  #over(): void {
    this.#state = 'over';
    clearTimeout(this.#timer); // clears intervals too
  }
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isOpenRecord(value) ? value : null;
  } catch {
    return null;
  }
}
