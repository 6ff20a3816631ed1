import { connect, type Socket } from 'node:net';
import { type Inbox, inbox } from './inbox.ts';

/** One WebSocket frame as the server sent it. */
export interface ServerFrame {
  readonly opcode: number;
  readonly isFinal: boolean;
  readonly isMasked: boolean;
  /** Of the header: 2, 4 or 10. */
  readonly headerBytes: number;
  readonly payload: Buffer;
}

/** A client that speaks WebSocket byte by byte, right or wrong. */
export interface RawFrames extends AsyncDisposable {
  readonly socket: Socket;
  readonly frames: Inbox<ServerFrame>;
  /** The next data frame as JSON. */
  message(): Promise<unknown>;
  /** The code of the next close frame. */
  closeCode(): Promise<number>;
  /** Sends one frame, masked as a client must. */
  send(text: string | Buffer, options?: FrameOptions): void;
}

export interface FrameOptions {
  readonly opcode?: number;
  readonly isFinal?: boolean;
  readonly isMasked?: boolean;
  /** Reserved bits, as they stand in the first byte. */
  readonly reserved?: number;
}

/** A frame as a client sends it. */
export function clientFrame(text: string | Buffer, options: FrameOptions = {}): Buffer {
  const { opcode = 1, isFinal = true, isMasked = true, reserved = 0 } = options;
  const payload = Buffer.from(text);
  const first = (isFinal ? 0x80 : 0) | reserved | opcode;
  const mask = Buffer.from([1, 2, 3, 4]);
  const length = payload.length < 126 ? Buffer.from([payload.length]) : Buffer.alloc(3);
  if (payload.length >= 126) {
    length[0] = 126;
    length.writeUInt16BE(payload.length, 1);
  }
  length[0] = (length[0] ?? 0) | (isMasked ? 0x80 : 0);
  if (!isMasked) return Buffer.concat([Buffer.from([first]), length, payload]);
  const masked = payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([first]), length, mask, masked]);
}

/** The first frame in the bytes, and where it ends; null while it is not whole. */
export function frameIn(bytes: Buffer): { readonly frame: ServerFrame; readonly end: number } | null {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return null;
  const short = second & 0x7f;
  const headerBytes = short === 126 ? 4 : short === 127 ? 10 : 2;
  if (bytes.length < headerBytes) return null;
  const length = short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
  const end = headerBytes + length;
  if (bytes.length < end) return null;
  const payload = bytes.subarray(headerBytes, end);
  const frame = { opcode: first & 0x0f, isFinal: first >= 0x80, isMasked: second >= 0x80, headerBytes, payload };
  return { frame, end };
}

/** Shakes hands at `/graphql` of the port. */
export async function rawFrames(port: number): Promise<RawFrames> {
  const socket = connect(port, '127.0.0.1');
  const frames = inbox<ServerFrame>('frame');
  const opened = inbox<'open'>('handshake');
  let bytes = Buffer.alloc(0);
  let isOpen = false;
  socket.on('error', () => undefined);
  socket.on('close', () => frames.close(new Error('The connection is closed')));
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    if (!isOpen) {
      const end = bytes.indexOf('\r\n\r\n');
      if (end === -1) return;
      bytes = bytes.subarray(end + 4);
      isOpen = true;
      opened.put('open');
    }
    for (let next = frameIn(bytes); next !== null; next = frameIn(bytes)) {
      frames.put(next.frame);
      bytes = bytes.subarray(next.end);
    }
  });
  const lines = [
    'GET /graphql HTTP/1.1',
    'Host: localhost',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Protocol: graphql-transport-ws',
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  await opened.next();
  return {
    socket,
    frames,
    async message() {
      const { payload } = await frames.next();
      return JSON.parse(payload.toString()) as unknown;
    },
    async closeCode() {
      for (;;) {
        const { opcode, payload } = await frames.next();
        if (opcode === 8) return payload.readUInt16BE(0);
      }
    },
    send: (text, options) => void socket.write(clientFrame(text, options)),
    async [Symbol.asyncDispose]() {
      socket.destroy();
    },
  };
}
