import { MessageType } from 'graphql-ws';
import WebSocket from 'ws';
import { type Inbox, inbox } from './inbox.ts';

/** One message of graphql-transport-ws. */
export interface ProtocolMessage {
  readonly type: string;
  readonly id?: string;
  readonly payload?: unknown;
}

/** How a socket ended. */
export interface CloseFrame {
  readonly code: number;
  readonly reason: string;
}

/** A result as it came over the wire. */
export interface WireResult {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** A socket on which a test says exactly what it wants to say. */
export interface RawSocket extends AsyncDisposable {
  readonly socket: WebSocket;
  /** Text goes as it is; anything else as JSON. */
  send(message: unknown): void;
  /** The next message of the server. */
  next(withinMs?: number): Promise<ProtocolMessage>;
  /** How the server closed the socket; rejects when it does not within the time. */
  closed(withinMs?: number): Promise<CloseFrame>;
  /** Leaves without a close frame. */
  terminate(): void;
  readonly unread: number;
}

/** One operation of a client. */
export interface ClientSubscription {
  readonly id: string;
  /** The next result. A refused operation gives one result with its errors. Rejects when none comes in time, or the operation or the socket is over. */
  next(withinMs?: number): Promise<WireResult>;
  /** Resolves when the server said that the operation is complete. */
  completed(withinMs?: number): Promise<void>;
  /** Tells the server to stop it. */
  complete(): void;
}

/** A client of the gateway over one socket. */
export interface WsClient extends AsyncDisposable {
  readonly raw: RawSocket;
  subscribe(operation: {
    readonly query: string;
    readonly variables?: Readonly<Record<string, unknown>>;
    readonly operationName?: string;
  }): ClientSubscription;
  /** Closes the socket and waits until it is closed. */
  close(): Promise<void>;
}

const addressOf = (url: string): string => `${url.replace(/^http/, 'ws').replace(/\/(graphql)?$/, '')}/graphql`;

/** Opens a socket at `<url>/graphql` and sends nothing. Rejects when the handshake is refused. */
export async function rawSocket(
  url: string,
  options: { readonly protocols?: readonly string[]; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<RawSocket> {
  const { protocols = ['graphql-transport-ws'], headers = {} } = options;
  const socket = new WebSocket(addressOf(url), [...protocols], { headers: { ...headers } });
  const messages = inbox<ProtocolMessage>('message on the socket');
  const ends = inbox<CloseFrame>('close frame');
  socket.on('message', (data) => messages.put(JSON.parse(data.toString()) as ProtocolMessage));
  socket.on('close', (code, reason) => {
    ends.put({ code, reason: reason.toString() });
    messages.close(new Error(`The socket was closed: ${code} ${reason.toString()}`));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => undefined); // every end is in `closed`
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next: (withinMs) => messages.next(withinMs),
    closed: (withinMs) => ends.next(withinMs),
    terminate: () => socket.terminate(),
    get unread() {
      return messages.size;
    },
    async [Symbol.asyncDispose]() {
      if (socket.readyState === WebSocket.CLOSED) return;
      const gone = new Promise((resolve) => socket.once('close', resolve));
      socket.terminate();
      await gone;
    },
  };
}

interface Stream {
  readonly results: Inbox<WireResult>;
  readonly ends: Inbox<'complete'>;
}

/** Gives each message to the operation it is for, until the socket ends. */
async function distribute(raw: RawSocket, streams: ReadonlyMap<string, Stream>): Promise<void> {
  for (;;) {
    const message = await raw.next(2 ** 31 - 1);
    const stream = streams.get(message.id ?? '');
    if (message.type === MessageType.Ping) raw.send({ type: MessageType.Pong });
    if (stream === undefined) continue;
    if (message.type === MessageType.Next) stream.results.put(message.payload as WireResult);
    if (message.type === MessageType.Error)
      stream.results.put({ errors: (message.payload as WireResult['errors']) ?? [] });
    if (message.type === MessageType.Next) continue;
    stream.ends.put('complete');
    stream.results.close(new Error('The operation is complete'));
  }
}

/** Connects to the gateway at `url` (with or without /graphql), as whom the token names, and waits until it is let in. */
export async function wsClient(
  url: string,
  options: { readonly token?: string; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<WsClient> {
  const raw = await rawSocket(url, { headers: options.headers ?? {} });
  const payload = options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
  raw.send({ type: MessageType.ConnectionInit, payload });
  await raw.next();
  const streams = new Map<string, Stream>();
  let count = 0;
  const over = distribute(raw, streams).catch((reason: unknown) => {
    const error = reason instanceof Error ? reason : new Error(String(reason));
    for (const { results, ends } of streams.values()) {
      results.close(error);
      ends.close(error);
    }
  });
  return {
    raw,
    subscribe(operation) {
      count += 1;
      const id = `operation-${count}`;
      const stream: Stream = { results: inbox(`result of ${id}`), ends: inbox(`end of ${id}`) };
      streams.set(id, stream);
      raw.send({ type: MessageType.Subscribe, id, payload: operation });
      return {
        id,
        next: (withinMs) => stream.results.next(withinMs),
        completed: async (withinMs) => void (await stream.ends.next(withinMs)),
        complete: () => raw.send({ type: MessageType.Complete, id }),
      };
    },
    async close() {
      raw.socket.close(1000);
      await over;
      await raw[Symbol.asyncDispose]();
    },
    async [Symbol.asyncDispose]() {
      await raw[Symbol.asyncDispose]();
      await over;
    },
  };
}
