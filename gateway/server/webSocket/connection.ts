import type { Duplex } from 'node:stream';
import { CloseCode, type Message, MessageType, type SubscribePayload } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { ClientError } from '../../../lib/errors.ts';
import { LiveViewer } from '../../identity/liveViewer.ts';
import type { LiveViewers } from '../../identity/liveViewers.ts';
import { personKey } from '../../identity/viewerSource.ts';
import type { EndReason } from '../../subscribe/liveObserver.ts';
import type { CountsByKey } from '../countsByKey.ts';
import type { DeadlineQueue, Limited } from '../deadlineQueue.ts';
import { closeReason } from './closeReason.ts';
import { MessageRate, type MessageRateLimits } from './messageRate.ts';
import { Pulse, type PulseTimes } from './pulse.ts';
import { receivedMessage } from './receivedMessage.ts';
import { renewalAnswer } from './renewalAnswer.ts';
import type { OperationSocket, SocketOperation } from './socketOperation.ts';
import { SocketOperations, type SocketOperationsPorts } from './socketOperations.ts';
import { SocketOutput } from './socketOutput.ts';
import type { Visited, Visits } from './visits.ts';

/** What all sockets of a door have in common. */
export interface ConnectionPorts extends SocketOperationsPorts {
  readonly people: LiveViewers;
  readonly socketsOfViewers: CountsByKey;
  readonly rate: MessageRateLimits;
  readonly visits: Visits;
  readonly pulse: PulseTimes;
  /** Those who have not sent `connection_init`, and those who have no operation. */
  readonly uninitialised: DeadlineQueue;
  readonly idle: DeadlineQueue;
  /** Whether subgraphs are sent the token of `connection_init`. */
  readonly forwardsAuthorization: boolean;
}

/** What is kept of the request that the socket came with. */
export interface Handshake {
  readonly requestId: string;
  readonly authorization: string | undefined;
  readonly caller: OperationSocket['caller'];
}

type Payload = Readonly<Record<string, unknown>>;

/** Bytes that the id of an operation may have. */
const maxIdBytes = 256;
/** Of a pong that `ws` sends by itself, at most. */
const controlBytes = 127;

/** One socket that speaks graphql-transport-ws: takes its messages in order, lets its viewer in, and ends when it should. */
export class Connection implements Visited, Limited {
  slot = 0;
  dueMs = 0;
  readonly #ports: ConnectionPorts;
  readonly #socket: WebSocket;
  readonly #output: SocketOutput;
  readonly #operations: SocketOperations;
  readonly #requestId: string;
  readonly #rate: MessageRate;
  readonly #pulse = new Pulse();
  /** Of the handshake; only until the peer has said who it is. */
  #authorization: string | undefined;
  #phase: 'opened' | 'joining' | 'joined' | 'over' = 'opened';
  #live: LiveViewer | null = null;
  #isRenewing = false;

  constructor(ports: ConnectionPorts, socket: WebSocket, raw: Duplex, handshake: Handshake) {
    this.#ports = ports;
    this.#socket = socket;
    this.#output = new SocketOutput(socket, raw);
    this.#operations = new SocketOperations(ports, this.#output, handshake, this);
    this.#requestId = handshake.requestId;
    this.#authorization = handshake.authorization;
    this.#rate = new MessageRate(ports.rate, performance.now());
    ports.uninitialised.add(this);
    ports.visits.add(this);
  }

  get operations(): Iterable<SocketOperation> {
    return this.#operations.all;
  }

  /** Takes one message of the peer. Never throws. */
  receive(data: Buffer): void {
    if (!this.#mayCome()) return;
    const message = receivedMessage(data.toString());
    try {
      if (message === null) this.refuse(CloseCode.BadRequest, 'Invalid message received');
      else this.#take(message);
    } catch (cause) {
      this.#fail(cause);
    }
  }

  /** A ping of the peer, which `ws` has answered. */
  pinged(): void {
    if (this.#mayCome()) this.#output.answeredControl(controlBytes);
  }

  ponged(data: Buffer): void {
    if (this.#mayCome()) this.#pulse.answered(data);
  }

  #mayCome(): boolean {
    if (!this.#output.isOpen) return false;
    if (this.#rate.take(performance.now())) return true;
    this.refuse(CloseCode.TooManyInitialisationRequests, 'Too many messages');
    return false;
  }

  #take(message: Message): void {
    switch (message.type) {
      case MessageType.ConnectionInit:
        this.#join(message.payload ?? {});
        break;
      case MessageType.Ping:
        this.#answerPing(message.payload);
        break;
      case MessageType.Pong:
        break;
      case MessageType.Subscribe:
        this.#subscribe(message.id, message.payload);
        break;
      case MessageType.Complete:
        this.#operations.complete(message.id);
        break;
      default:
        this.refuse(CloseCode.BadRequest, `Only the server sends messages of type ${message.type}`);
    }
  }

  #join(payload: Payload): void {
    if (this.#phase !== 'opened') {
      this.refuse(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests');
      return;
    }
    this.#phase = 'joining';
    this.#ports.uninitialised.delete(this);
    const authorization = payload['authorization'] ?? payload['Authorization'] ?? this.#authorization;
    this.#authorization = undefined;
    this.#admit(authorization).catch((cause: unknown) => this.#fail(cause));
  }

  /** Learns who is there. A token that is no good closes the socket with 4403 and the reason; it is never taken for anonymous. */
  async #admit(authorization: unknown): Promise<void> {
    try {
      if (authorization !== undefined && typeof authorization !== 'string') {
        throw new ClientError('UNAUTHENTICATED', 'authorization in connection_init must be text.');
      }
      const { source } = this.#ports.people;
      const identity = await source.identify(authorization);
      const viewer = await source.viewerOf(identity);
      if (!this.#output.isOpen) return;
      const { socketsOfViewers } = this.#ports;
      if (identity !== null && !socketsOfViewers.enter(personKey(identity))) {
        const says = `Too many sockets: one viewer may have ${socketsOfViewers.limit}`;
        this.refuse(CloseCode.TooManyInitialisationRequests, says);
        return;
      }
      this.#live = new LiveViewer(this.#ports.people, identity, viewer, this.#operations);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      this.refuse(CloseCode.Forbidden, error.message);
      return;
    }
    this.#forward(authorization);
    this.#operations.live = this.#live;
    this.#phase = 'joined';
    this.#output.answerText('{"type":"connection_ack"}');
    this.rest();
  }

  /** A token that came on the socket goes before the header of its handshake. */
  #forward(authorization: string | undefined): void {
    if (authorization === undefined || !this.#ports.forwardsAuthorization) return;
    const { caller } = this.#operations;
    this.#operations.caller = {
      ...caller,
      headers: new Map([...(caller.headers ?? []), ['authorization', authorization]]),
    };
  }

  #answerPing(payload: Payload | null | undefined): void {
    if (payload && Object.hasOwn(payload, 'authorization')) {
      this.#renew(payload).catch((cause: unknown) => this.#fail(cause));
    } else
      this.#output.answerText(payload ? `{"type":"pong","payload":${JSON.stringify(payload)}}` : '{"type":"pong"}');
  }

  async #renew(payload: Payload): Promise<void> {
    const live = this.#isRenewing ? 'busy' : this.#live;
    if (live !== 'busy') this.#isRenewing = true;
    const authorization = await renewalAnswer(live, payload['authorization'], (given) => this.#forward(given));
    if (live !== 'busy') this.#isRenewing = false;
    this.#output.answerText(`{"type":"pong","payload":${JSON.stringify({ ...payload, authorization })}}`);
  }

  #subscribe(id: string, payload: SubscribePayload): void {
    if (this.#phase !== 'joined') this.refuse(CloseCode.Unauthorized, 'Unauthorized');
    else if (Buffer.byteLength(id) > maxIdBytes) {
      this.refuse(CloseCode.BadRequest, `The id of an operation may have ${maxIdBytes} bytes`);
    } else if (this.#operations.has(id)) {
      this.refuse(CloseCode.SubscriberAlreadyExists, `Subscriber for ${id} already exists`);
    } else {
      this.#operations.begin(id, payload);
      if (this.#operations.size > 0) this.#ports.idle.delete(this);
    }
  }

  /** Without an operation the socket may stay only for a while. */
  rest(): void {
    if (this.#phase !== 'joined') return;
    this.#ports.idle.delete(this);
    this.#ports.idle.add(this);
  }

  /** It has not said who it is, or has had no operation, for too long. */
  abortAtDeadline(): void {
    if (this.#phase === 'opened') {
      this.refuse(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout');
    } else if (this.#phase === 'joined') this.refuse(1000, 'Idle');
  }

  /** Sends a ping, or cuts off a peer that is gone or does not read. */
  visit(): void {
    const finding = this.#pulse.look(this.#output.look(), this.#ports.pulse);
    if (finding === 'ping') this.#socket.ping(this.#pulse.nextPing());
    if (finding === 'gone' || finding === 'stalled') {
      this.#end(finding === 'stalled' ? 'too_slow' : 'client_left');
      this.#socket.terminate();
    }
  }

  /** Closes the socket with a code of the protocol and a reason that the peer may read; what runs on it ends. */
  refuse(code: number, reason: string): void {
    if (this.#output.isOpen) this.#socket.close(code, closeReason(reason));
    this.#end('client_left');
  }

  /** Closes the socket because the server stops; resolves when it is closed, soon after `graceMs` at the latest. */
  close(graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cut = setTimeout(() => this.#socket.terminate(), graceMs);
      this.#socket.once('close', () => {
        clearTimeout(cut);
        resolve();
      });
      if (this.#output.isOpen) this.#socket.close(1001, 'The server is stopping');
      this.#end('server_shutdown');
    });
  }

  /** The peer has taken everything that was written. */
  drained(): void {
    this.#output.drained();
  }

  /** The socket is closed. */
  closed(): void {
    this.#end('client_left');
    this.#output.closed();
  }

  #fail(cause: unknown): void {
    this.#ports.log.error({ requestId: this.#requestId, cause }, 'Handling a WebSocket message failed');
    this.refuse(CloseCode.InternalServerError, 'Internal server error');
  }

  #end(reason: EndReason): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    const { uninitialised, idle, visits, socketsOfViewers } = this.#ports;
    uninitialised.delete(this);
    idle.delete(this);
    visits.delete(this);
    this.#operations.leave(reason);
    if (this.#live === null) return;
    if (this.#live.identity !== null) socketsOfViewers.leave(personKey(this.#live.identity));
    this.#live.leave();
  }
}
