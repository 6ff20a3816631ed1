import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { emittedMicrosAt, markerLength, markerSign, sequenceAt } from './marker.ts';
import { clientFrame, FrameReader, opcodes } from './webSocketFrames.ts';

/** Whom clients tell what comes. */
export interface WallReader {
  /** An event. `previous` is the number of the one before it, -1 for the first. */
  arrived(sequence: number, emittedMicros: number, previous: number): void;
  /** The first message of all clients, and of none after it. */
  sampled(text: string): void;
  failed(reason: string): void;
}

// All connections of the process are read into one buffer, each read being over before the next begins.
const shared = Buffer.alloc(256 * 1024);
const endOfHead = Buffer.from('\r\n\r\n');

/** One client of graphql-transport-ws with one subscription. It looks for the marker of each event, and reads nothing else of it. */
export class WallClient {
  readonly #socket: Socket;
  readonly #frames: FrameReader;
  readonly #reader: WallReader;
  readonly #subscribe: string;
  #phase: 'opening' | 'greeting' | 'subscribed' | 'leaving' = 'opening';
  #markerAt = 0;
  #last = -1;
  #onFirst: (() => void) | null;

  /** `onFirst` is called when the first event has come. */
  constructor(url: URL, query: string, reader: WallReader, onFirst: () => void) {
    this.#reader = reader;
    this.#onFirst = onFirst;
    this.#subscribe = JSON.stringify({ id: randomUUID(), type: 'subscribe', payload: { query } });
    this.#frames = new FrameReader((opcode, bytes, from, to) => this.#frame(opcode, bytes, from, to));
    this.#socket = connect({
      port: Number(url.port),
      host: url.hostname,
      noDelay: true,
      onread: {
        buffer: shared,
        callback: (length) => {
          this.#read(shared.subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.once('connect', () => this.#socket.write(handshake(url)));
    this.#socket.on('error', (error) => this.#fail(error.message));
    this.#socket.once('close', () => this.#fail('the connection was closed'));
  }

  /** Resolves when the connection is closed. */
  leave(): Promise<void> {
    this.#phase = 'leaving';
    return new Promise((resolve) => {
      if (this.#socket.destroyed) return resolve();
      this.#socket.once('close', () => resolve());
      this.#socket.end(clientFrame(opcodes.close, Buffer.from([3, 232]))); // 1000
    });
  }

  #read(bytes: Buffer): void {
    if (this.#phase === 'opening') this.#upgraded(bytes);
    else this.#frames.read(bytes);
  }

  #upgraded(bytes: Buffer): void {
    const end = bytes.indexOf(endOfHead);
    if (end === -1 || !bytes.toString('latin1', 0, end).startsWith('HTTP/1.1 101')) {
      this.#fail(`the upgrade was answered with ${bytes.toString('latin1').slice(0, 500)}`);
      return;
    }
    this.#phase = 'greeting';
    this.#socket.write(clientFrame(opcodes.text, '{"type":"connection_init"}'));
    this.#frames.read(bytes.subarray(end + endOfHead.length));
  }

  #frame(opcode: number, bytes: Buffer, from: number, to: number): void {
    if (opcode === opcodes.text) this.#message(bytes, from, to);
    else if (opcode === opcodes.ping) this.#socket.write(clientFrame(opcodes.pong, bytes.subarray(from, to)));
    else if (opcode === opcodes.close && this.#phase !== 'leaving') {
      this.#fail(`the server closed it with ${bytes.readUInt16BE(from)} ${bytes.toString('utf8', from + 2, to)}`);
    }
  }

  #message(bytes: Buffer, from: number, to: number): void {
    let at = from + this.#markerAt;
    if (bytes[at] !== markerSign || at + markerLength > to) {
      at = bytes.indexOf(markerSign, from);
      if (at === -1 || at + markerLength > to) {
        this.#control(bytes.toString('utf8', from, to));
        return;
      }
      this.#markerAt = at - from;
    }
    const previous = this.#last;
    this.#last = sequenceAt(bytes, at);
    this.#reader.arrived(this.#last, emittedMicrosAt(bytes, at), previous);
    if (this.#onFirst === null) return;
    this.#reader.sampled(bytes.toString('utf8', from, to));
    this.#onFirst();
    this.#onFirst = null;
  }

  /** Everything that is no event. */
  #control(text: string): void {
    const { type } = JSON.parse(text) as { readonly type: string };
    if (type === 'ping') this.#socket.write(clientFrame(opcodes.text, '{"type":"pong"}'));
    else if (type === 'connection_ack' && this.#phase === 'greeting') {
      this.#phase = 'subscribed';
      this.#socket.write(clientFrame(opcodes.text, this.#subscribe));
    } else if (type !== 'pong') this.#fail(`the server sent ${text.slice(0, 1_000)}`);
  }

  #fail(reason: string): void {
    if (this.#phase === 'leaving') return;
    this.#phase = 'leaving';
    this.#reader.failed(reason);
    this.#socket.destroy();
  }
}

const handshake = ({ host, pathname }: URL): string =>
  [
    `GET ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${Buffer.from(randomUUID().slice(0, 16)).toString('base64')}`,
    'Sec-WebSocket-Protocol: graphql-transport-ws',
    '\r\n',
  ].join('\r\n');
