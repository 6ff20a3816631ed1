import type { LivePorts, LiveSocket } from './livePorts.ts';
import { renewalDelay } from './renewalDelay.ts';
import { type SocketEnd, silent, socketEnd, tokenRenewed, tokenUnavailable } from './socketEnd.ts';
import { renewalAnswer, type SocketMessage, socketMessage } from './socketMessage.ts';

/** What a connection tells whoever opened it. */
export interface ConnectionEvents {
  /** The server has let it in. */
  ready(): void;
  message(message: SocketMessage): void;
  /** Once, and the last call. */
  ended(end: SocketEnd): void;
}

type Timer = ReturnType<typeof setTimeout>;

/** WebSocket.OPEN, which is not there where there are no WebSockets. */
const open = 1;

/** One socket that speaks graphql-transport-ws: from its opening to its end. Notices when the other side is silent, and renews its token in time. */
export class SocketConnection {
  readonly #ports: LivePorts;
  readonly #events: ConnectionEvents;
  #socket: LiveSocket | null = null;
  #token: string | null = null;
  #isOver = false;
  #deadline: Timer | null = null;
  #heartbeat: Timer | null = null;
  #renewal: Timer | null = null;

  constructor(ports: LivePorts, events: ConnectionEvents) {
    this.#ports = ports;
    this.#events = events;
    this.#expectWithin(ports.times.connectMs);
    ports.token.get().then(
      (token) => this.#open(token),
      () => this.#end(tokenUnavailable),
    );
  }

  /** What it was opened with, or was renewed to. */
  get token(): string | null {
    return this.#token;
  }

  send(message: unknown): void {
    if (this.#socket?.readyState === open) this.#socket.send(JSON.stringify(message));
  }

  /** Asks for a sign of life at once. */
  probe(): void {
    if (this.#heartbeat !== null) this.#ping();
  }

  /** Ends it, in silence. */
  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    for (const timer of [this.#deadline, this.#heartbeat, this.#renewal]) if (timer !== null) clearTimeout(timer);
    this.#socket?.close(1000);
  }

  #open(token: string | null): void {
    const { webSocket, url } = this.#ports;
    if (this.#isOver || webSocket === null) return;
    const address = new URL(url);
    address.protocol = url.protocol.replace('http', 'ws');
    const socket = new webSocket(address.href, 'graphql-transport-ws');
    this.#socket = socket;
    this.#token = token;
    const payload = token === null ? {} : { authorization: `Bearer ${token}` };
    socket.addEventListener('open', () => this.send({ type: 'connection_init', payload }));
    socket.addEventListener('message', ({ data }) => this.#receive(data));
    socket.addEventListener('error', () => undefined); // its close follows
    socket.addEventListener('close', ({ code = 1006, reason = '' }) => this.#end(socketEnd(code, reason)));
  }

  #receive(data: unknown): void {
    if (this.#isOver) return;
    const message = socketMessage(data);
    if (message === null) {
      this.#end(socketEnd(4400, 'The server sent something that is not graphql-transport-ws.'));
      return;
    }
    if (message.type === 'connection_ack') this.#admitted();
    else if (this.#heartbeat !== null) this.#heard();
    if (message.type === 'ping') this.send({ type: 'pong', ...(message.payload ? { payload: message.payload } : {}) });
    if (message.type === 'pong') this.#renewed(renewalAnswer(message.payload));
    if (message.type === 'next' || message.type === 'error' || message.type === 'complete')
      this.#events.message(message);
  }

  #admitted(): void {
    this.#heard();
    this.#heartbeat ??= setInterval(() => this.#ping(), this.#ports.times.pingMs);
    this.#renewLater();
    this.#events.ready();
  }

  #ping(payload?: Readonly<Record<string, unknown>>): void {
    this.send({ type: 'ping', ...(payload === undefined ? {} : { payload }) });
    if (this.#deadline === null) this.#expectWithin(this.#ports.times.pongMs);
  }

  #expectWithin(ms: number): void {
    this.#deadline = setTimeout(() => this.#end(silent), ms);
  }

  #heard(): void {
    if (this.#deadline !== null) clearTimeout(this.#deadline);
    this.#deadline = null;
  }

  #renewLater(): void {
    const { token, times } = this.#ports;
    const delayMs = token.canRenew ? renewalDelay(token.expiresInMs, times) : null;
    if (delayMs !== null) this.#renewal = setTimeout(() => void this.#renew(), delayMs);
  }

  async #renew(): Promise<void> {
    const { token } = this.#ports;
    try {
      token.refused(this.#token);
      this.#token = await token.get();
      if (!this.#isOver) this.#ping({ authorization: `Bearer ${this.#token ?? ''}` });
    } catch {
      // The present one may be good for a while: the server says when it is not.
      if (!this.#isOver) this.#renewLater();
    }
  }

  /** A server that does not know renewal, or refuses it, gets the fresh token on another socket. */
  #renewed(answer: ReturnType<typeof renewalAnswer>): void {
    if (answer === 'good') this.#renewLater();
    else if (answer !== null) this.#end({ ...tokenRenewed, next: 'retry' });
  }

  #end(end: SocketEnd): void {
    if (this.#isOver) return;
    this.close();
    this.#events.ended(end);
  }
}
