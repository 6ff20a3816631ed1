import type { IncomingMessage } from 'node:http';
import type { Server } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { isOpenRecord, ownValue } from '../../lib/own.ts';
import type { VerifiedIdentity } from '../identity/verifiedIdentity.ts';

/** One open socket, as the protocol's hooks see it. */
export interface Connection {
  readonly request: IncomingMessage;
  readonly requestId: string;
  /** Known from `connection_init` on; null is anonymous. */
  identity: VerifiedIdentity | null;
  /** Operations by id, until their last message has left. */
  readonly running: Map<string, Promise<void>>;
  /** How many operations began on this socket; makes their request ids. */
  started: number;
  /** Closes the socket with a code of the protocol and a reason that the client may read. */
  refuse(code: number, reason: string): void;
}

/** WebSocket close codes that are not the protocol's own. */
const closeCodes = { badRequest: 4400, internal: 4500 } as const;

/** Beyond so many unread messages the socket is not read until they are dealt with. */
const maxWaitingMessages = 16;

/** What the adapter must know of a message before the protocol handles it; the protocol itself judges its form. */
interface MessageHead {
  readonly type: unknown;
  readonly id: string | null;
}

function headOf(text: string): MessageHead {
  try {
    const message: unknown = JSON.parse(text);
    if (!isOpenRecord(message)) return { type: null, id: null };
    const id = ownValue(message, 'id');
    return { type: ownValue(message, 'type'), id: typeof id === 'string' ? id : null };
  } catch {
    return { type: null, id: null };
  }
}

/** The reason of a close frame may have 123 bytes. */
const closeReason = (text: string): string => {
  const bytes = Buffer.from(text);
  return bytes.length <= 123
    ? text
    : `${bytes
        .subarray(0, 120)
        .toString()
        .replace(/\uFFFD$/, '')}...`;
};

/** A ping every `pingMs`; a peer that has not answered one before the next is cut off: it is gone, or does not read. */
function keepAlive(socket: WebSocket, pingMs: number): void {
  let sent = 0;
  let answered = 0;
  socket.on('pong', (data) => {
    // The count goes with the ping, so that a peer that does not read cannot answer it.
    answered = Math.max(answered, Number(data.toString()) || 0);
  });
  const timer = setInterval(() => {
    if (answered < sent) {
      socket.terminate();
      return;
    }
    sent += 1;
    socket.ping(String(sent));
  }, pingMs);
  socket.once('close', () => clearInterval(timer));
}

/** Handles one message after the other; while too many wait, the socket is not read. */
function inTurn(
  socket: WebSocket,
  take: (text: string) => Promise<void>,
  onFault: (cause: unknown) => void,
): (text: string) => void {
  let turn: Promise<void> = Promise.resolve();
  let waiting = 0;
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  return (text) => {
    if (!isOpen()) return;
    waiting += 1;
    if (waiting > maxWaitingMessages) socket.pause();
    turn = turn
      .then(() => (isOpen() ? take(text) : undefined))
      .catch(onFault)
      .finally(() => {
        waiting -= 1;
        if (waiting === 0) socket.resume();
      });
  };
}

/** What one message waits for, and what waits for it. */
interface MessageOrder {
  readonly running: Map<string, Promise<void>>;
  /** Hands a message to the protocol when it may have it; resolves when the next message may be taken. */
  take(handle: (text: string) => Promise<void>, text: string): Promise<void>;
}

function messageOrder(
  maxRunning: number,
  isOpen: () => boolean,
  refuse: Connection['refuse'],
  onFault: (cause: unknown) => void,
): MessageOrder {
  const running = new Map<string, Promise<void>>();
  const leaving = new Map<string, Promise<void>>();
  const track = (id: string, handled: Promise<void>): void => {
    const over = handled.catch(onFault).finally(() => {
      if (running.get(id) === over) running.delete(id);
      if (leaving.get(id) === over) leaving.delete(id);
    });
    running.set(id, over);
  };
  const begin = async (handle: (text: string) => Promise<void>, text: string, id: string): Promise<void> => {
    await leaving.get(id);
    if (!isOpen()) return; // the protocol would begin it, and nobody would ever end it
    const isOverLimit = running.size >= maxRunning;
    const handled = handle(text);
    if (running.has(id)) handled.catch(onFault);
    else track(id, handled);
    if (isOverLimit) await running.get(id); // it is being refused: one refusal at a time
  };
  return {
    running,
    async take(handle, text) {
      const { type, id } = headOf(text);
      if (type === 'connection_ack' || type === 'next' || type === 'error') {
        refuse(closeCodes.badRequest, `Only the server sends messages of type ${type}`);
        return;
      }
      if (type === 'subscribe' && id !== null) return await begin(handle, text, id);
      const last = id === null ? undefined : running.get(id);
      if (type === 'complete' && id !== null && last !== undefined) leaving.set(id, last);
      const handled = handle(text).catch(onFault);
      if (type === 'ping') await handled;
    },
  };
}

/**
 * Connects one socket to the protocol. Messages are handed over in order; one that would reuse the id of an operation whose last
 * message has not left yet waits for it, and so does everything behind it. Answers to a peer that does not read cannot pile up.
 */
export function openConnection(
  protocol: Server<Connection>,
  socket: WebSocket,
  options: {
    readonly request: IncomingMessage;
    readonly requestId: string;
    readonly pingMs: number;
    readonly maxRunning: number;
    readonly onFault: (cause: unknown) => void;
  },
): Connection {
  const isOpen = (): boolean => socket.readyState === socket.OPEN;
  const refuse = (code: number, reason: string): void => {
    if (isOpen()) socket.close(code, closeReason(reason));
  };
  const onFault = (cause: unknown): void => {
    options.onFault(cause);
    refuse(closeCodes.internal, 'Internal server error');
  };
  const { request, requestId, maxRunning } = options;
  const { running, take } = messageOrder(maxRunning, isOpen, refuse, onFault);
  const connection: Connection = { request, requestId, identity: null, running, started: 0, refuse };
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      // Resolves when the message has left; an error means that the socket is gone, and its close event ends everything.
      send: (text) => new Promise((resolve) => (isOpen() ? socket.send(text, () => resolve()) : resolve())),
      close: refuse,
      onMessage(handle) {
        const receive = inTurn(socket, (text) => take(handle, text), onFault);
        socket.on('message', (data) => receive(data.toString()));
      },
    },
    connection,
  );
  socket.on('error', () => undefined); // a frame that is not WebSocket, or too large: ws closes with the right code
  socket.once('close', (code, reason) => {
    closed(code, reason.toString()).catch(options.onFault);
  });
  keepAlive(socket, options.pingMs);
  return connection;
}
