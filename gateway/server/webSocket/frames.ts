import type { Duplex } from 'node:stream';

/** A message as text in two parts, before the brace that closes it: what is its operation's own, and what may be everybody's. */
export interface MessageParts {
  readonly head: Buffer;
  readonly body: Buffer;
}

/** Larger bodies are written as they are instead of being copied. */
const copiedBytes = 16 * 1024;

const finalText = 0x81;
const closingBrace = 0x7d;

/** Header of an unmasked frame (RFC 6455, 5.2), by the length of its payload. */
const headerBytes = (length: number): number => (length < 126 ? 2 : length < 65_536 ? 4 : 10);

function writeHeader(target: Buffer, at: number, length: number): number {
  target[at] = finalText;
  if (length < 126) {
    target[at + 1] = length;
    return at + 2;
  }
  if (length < 65_536) {
    target[at + 1] = 126;
    target.writeUInt16BE(length, at + 2);
    return at + 4;
  }
  target[at + 1] = 127;
  target.writeUInt32BE(Math.floor(length / 2 ** 32), at + 2);
  target.writeUInt32BE(length % 2 ** 32, at + 6);
  return at + 10;
}

/** What leaves at once may come from the pool; what has to wait would hold the rest of its slab. */
const allocate = (raw: Duplex, bytes: number): Buffer =>
  raw.writableLength === 0 ? Buffer.allocUnsafe(bytes) : Buffer.allocUnsafeSlow(bytes);

const partsBytes = ({ head, body }: MessageParts): number => head.length + body.length + 1;

/** Writes one message; returns the bytes of its frame. */
export function writeMessage(raw: Duplex, parts: MessageParts): number {
  const { head, body } = parts;
  if (body.length > copiedBytes) return writeMessages(raw, [parts]);
  const length = partsBytes(parts);
  const frame = allocate(raw, headerBytes(length) + length);
  const at = writeHeader(frame, 0, length);
  frame.set(head, at);
  frame.set(body, at + head.length);
  frame[frame.length - 1] = closingBrace;
  raw.write(frame);
  return frame.length;
}

/** Writes messages in one call to the system; returns the bytes of their frames. Large bodies are not copied. */
export function writeMessages(raw: Duplex, messages: readonly MessageParts[]): number {
  let total = 0;
  let own = 0;
  for (const parts of messages) {
    const length = partsBytes(parts);
    const bytes = headerBytes(length) + length;
    total += bytes;
    own += parts.body.length > copiedBytes ? bytes - parts.body.length : bytes;
  }
  const target = allocate(raw, own);
  let from = 0;
  let at = 0;
  // Corked and uncorked in one turn: nothing that `ws` writes can come between.
  raw.cork();
  for (const parts of messages) {
    const { head, body } = parts;
    at = writeHeader(target, at, partsBytes(parts));
    target.set(head, at);
    at += head.length;
    if (body.length > copiedBytes) {
      raw.write(target.subarray(from, at));
      raw.write(body);
      from = at;
    } else {
      target.set(body, at);
      at += body.length;
    }
    target[at] = closingBrace;
    at += 1;
  }
  raw.write(target.subarray(from, at));
  raw.uncork();
  return total;
}

/** Writes one message that is text of its own; returns the bytes of its frame. */
export function writeText(raw: Duplex, text: string): number {
  const length = Buffer.byteLength(text);
  const frame = allocate(raw, headerBytes(length) + length);
  frame.write(text, writeHeader(frame, 0, length));
  raw.write(frame);
  return frame.length;
}
