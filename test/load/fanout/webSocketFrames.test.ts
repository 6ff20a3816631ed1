import { expect, it } from 'vitest';
import { FrameReader, opcodes } from './webSocketFrames.ts';

/** A frame as a server writes it: by its length in one of three forms. */
function serverFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.alloc(payload.length < 126 ? 2 : payload.length < 65_536 ? 4 : 10);
  head[0] = 0x80 | opcodes.text;
  head[1] = payload.length < 126 ? payload.length : payload.length < 65_536 ? 126 : 127;
  if (head.length === 4) head.writeUInt16BE(payload.length, 2);
  if (head.length === 10) head.writeBigUInt64BE(BigInt(payload.length), 2);
  return Buffer.concat([head, payload]);
}

it.each([
  [1, 300],
  [2, 300],
  [3, 300],
  [7, 300],
  [1_000, 70_000],
  [200_000, 70_000],
])('finds the messages of a server wherever the bytes are cut (every %i)', (size, longest) => {
  const texts = ['', 'short', 'x'.repeat(125), 'y'.repeat(126), 'z'.repeat(longest), 'ü'];
  const bytes = Buffer.concat(texts.map(serverFrame));
  const found: string[] = [];
  const reader = new FrameReader((opcode, buffer, from, to) => {
    expect(opcode).toBe(opcodes.text);
    found.push(buffer.toString('utf8', from, to));
  });
  const chunk = Buffer.alloc(size); // one for all reads, as the clients have it
  for (let at = 0; at < bytes.length; at += size) {
    const copied = bytes.copy(chunk, 0, at, at + size);
    reader.read(chunk.subarray(0, copied));
  }
  expect(found).toEqual(texts);
});
