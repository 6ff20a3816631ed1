/** Kinds of frames (RFC 6455, 5.2). */
export const opcodes = { text: 1, close: 8, ping: 9, pong: 10 } as const;

/** Is called with each whole frame: its payload is `bytes` from `from` up to `to`, and stays there only during the call. */
export type OnFrame = (opcode: number, bytes: Buffer, from: number, to: number) => void;

/** Finds the frames of a server in the bytes of its connection, with as little work as it takes. For well-behaved servers only: each message is one frame. */
export class FrameReader {
  readonly #onFrame: OnFrame;
  #rest: Buffer | null = null;

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  read(chunk: Buffer): void {
    const bytes = this.#rest === null ? chunk : Buffer.concat([this.#rest, chunk]);
    let at = 0;
    for (;;) {
      const from = payloadFrom(bytes, at);
      if (from === null) break;
      const to = from + payloadLength(bytes, at);
      if (to > bytes.length) break;
      this.#onFrame((bytes[at] ?? 0) & 15, bytes, from, to);
      at = to;
    }
    // The chunk is used again for the next connection.
    this.#rest = at === bytes.length ? null : Buffer.from(bytes.subarray(at));
  }
}

/** Where the payload of the frame at `at` begins; null when that is not known yet. */
function payloadFrom(bytes: Buffer, at: number): number | null {
  if (bytes.length < at + 2) return null;
  const short = (bytes[at + 1] ?? 0) & 127;
  const from = at + (short === 127 ? 10 : short === 126 ? 4 : 2);
  return bytes.length < from ? null : from;
}

function payloadLength(bytes: Buffer, at: number): number {
  const short = (bytes[at + 1] ?? 0) & 127;
  if (short === 126) return bytes.readUInt16BE(at + 2);
  return short === 127 ? Number(bytes.readBigUInt64BE(at + 2)) : short;
}

/** A frame of a client. Its mask is zeros, which leave the payload as it is. Throws for more than 65,535 bytes. */
export function clientFrame(opcode: number, payload: string | Uint8Array): Buffer {
  const body = Buffer.from(payload as string);
  if (body.length > 0xffff) throw new Error('A frame of the load client has at most 65,535 bytes');
  const head = body.length < 126 ? Buffer.alloc(6) : Buffer.alloc(8);
  head[0] = 0x80 | opcode;
  head[1] = 0x80 | (body.length < 126 ? body.length : 126);
  if (body.length >= 126) head.writeUInt16BE(body.length, 2);
  return Buffer.concat([head, body]);
}
