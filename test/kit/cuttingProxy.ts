import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A proxy of plain TCP between clients and one server that a test can break in every way in which a network breaks. */
export interface CuttingProxy extends AsyncDisposable {
  readonly port: number;
  /** The address of the server with this proxy in its place. */
  readonly url: string;
  /** Connections of clients that stand now. */
  readonly connections: number;
  /** Connections of clients that were let in so far. */
  readonly accepted: number;
  /** Ends every connection with RST on both sides. What is under way is lost. */
  reset(): void;
  /** Ends every connection with FIN on both sides. What comes after it is dropped. */
  close(): void;
  /** No byte, no FIN and no RST passes any more, in either direction, on old and new connections; sockets stay open. */
  freeze(): void;
  /** Everything that was held back goes on. */
  thaw(): void;
  /** Lets so many bytes through in a second, for each connection and direction; null takes the limit away. */
  slow(bytesPerSecond: number | null): void;
  /** Resets each new connection at once; those that stand stay. */
  refuse(): void;
  /** Lets new connections in again. */
  accept(): void;
}

/** What all connections pass through. */
interface Gate {
  /** Null: open. */
  frozen: { readonly thawed: Promise<void>; thaw(): void } | null;
  bytesPerSecond: number | null;
}

interface Connection {
  readonly client: Socket;
  readonly server: Socket;
  /** Both sides were told that it is over: what still comes is dropped. */
  isClosing: boolean;
}

/** Starts a proxy on a port of its own before the server at an address such as `http://127.0.0.1:4000/graphql`. */
export async function cuttingProxy(serverUrl: string): Promise<CuttingProxy> {
  const { hostname, port: serverPort } = new URL(serverUrl);
  const target = { host: hostname.replace(/^\[(.*)\]$/, '$1'), port: Number(serverPort), allowHalfOpen: true };
  const gate: Gate = { frozen: null, bytesPerSecond: null };
  const connections = new Set<Connection>();
  let accepted = 0;
  let refuses = false;

  const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    client.on('error', () => undefined); // the pumps tell the other side
    if (refuses) return void client.resetAndDestroy();
    accepted += 1;
    const connection: Connection = { client, server: connect(target), isClosing: false };
    connection.server.setNoDelay(true).on('error', () => undefined);
    connections.add(connection);
    void carry(connection, gate).then(() => connections.delete(connection));
  });
  await once(listener.listen(0, '127.0.0.1'), 'listening');
  const { port } = listener.address() as AddressInfo;
  const url = new URL(serverUrl);
  url.host = `127.0.0.1:${port}`;

  const proxy: CuttingProxy = {
    port,
    url: url.href,
    get connections() {
      return connections.size;
    },
    get accepted() {
      return accepted;
    },
    reset() {
      for (const { client, server } of connections) for (const socket of [client, server]) socket.resetAndDestroy();
    },
    close() {
      for (const connection of connections) {
        connection.isClosing = true;
        connection.client.end();
        connection.server.end();
      }
    },
    freeze() {
      gate.frozen ??= newFrost();
    },
    thaw() {
      gate.frozen?.thaw();
      gate.frozen = null;
    },
    slow(bytesPerSecond) {
      gate.bytesPerSecond = bytesPerSecond;
    },
    refuse() {
      refuses = true;
    },
    accept() {
      refuses = false;
    },
    async [Symbol.asyncDispose]() {
      refuses = true;
      proxy.reset();
      proxy.thaw();
      await new Promise((resolve) => listener.close(resolve));
    },
  };
  return proxy;
}

function newFrost(): NonNullable<Gate['frozen']> {
  let thaw = (): void => undefined;
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  return { thawed, thaw: () => thaw() };
}

/** Carries bytes both ways until both sockets are closed. */
async function carry(connection: Connection, gate: Gate): Promise<void> {
  const { client, server } = connection;
  const closed = [client, server].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
  await Promise.all([pump(client, server, connection, gate), pump(server, client, connection, gate), ...closed]);
}

/** One direction. An end goes on as an end, and a reset as a reset, once the gate lets it. */
async function pump(from: Socket, to: Socket, connection: Connection, gate: Gate): Promise<void> {
  try {
    for await (const bytes of from.iterator({ destroyOnReturn: false })) {
      if (!connection.isClosing) await pass(bytes as Buffer, to, gate);
    }
    await gate.frozen?.thawed;
    to.end();
  } catch {
    await gate.frozen?.thawed;
    to.resetAndDestroy();
  }
}

async function pass(bytes: Buffer, to: Socket, gate: Gate): Promise<void> {
  for (let sent = 0; sent < bytes.length && !to.destroyed; ) {
    await gate.frozen?.thawed;
    const { bytesPerSecond } = gate;
    // A twentieth of a second at a time, so that a slow connection trickles and follows a change soon.
    const piece = bytes.subarray(
      sent,
      sent + (bytesPerSecond === null ? bytes.length : Math.ceil(bytesPerSecond / 20)),
    );
    sent += piece.length;
    const isTaken = to.write(piece);
    if (!isTaken && !to.destroyed) await drained(to);
    if (bytesPerSecond !== null) await sleep((1_000 * piece.length) / bytesPerSecond);
  }
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      socket.off('drain', done).off('close', done);
      resolve();
    };
    socket.once('drain', done).once('close', done);
  });
}
