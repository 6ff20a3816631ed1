import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { frameIn } from '../../../test/kit/rawFrames.ts';
import { type MessageParts, writeMessage, writeMessages, writeText } from './frames.ts';

/** A raw socket that shows what is given to the system in one call. */
class RecordedSocket extends Duplex {
  readonly calls: Buffer[][] = [];
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.calls.push([chunk]);
    done();
  }
  override _writev(chunks: { chunk: Buffer }[], done: () => void): void {
    this.calls.push(chunks.map(({ chunk }) => chunk));
    done();
  }
  override _read(): void {}
}

const parts = (id: string, bytes: number): MessageParts => ({
  head: Buffer.from(`{"id":"${id}","type":"next","payload":`),
  body: Buffer.from(JSON.stringify('x'.repeat(Math.max(0, bytes - 2)))),
});
const text = ({ head, body }: MessageParts): string => `${head.toString()}${body.toString()}}`;

/** What a client would read. */
function received(socket: RecordedSocket): string[] {
  const messages: string[] = [];
  let bytes = Buffer.concat(socket.calls.flat());
  for (let next = frameIn(bytes); next !== null; next = frameIn(bytes)) {
    const { opcode, isFinal, isMasked, payload } = next.frame;
    expect({ opcode, isFinal, isMasked }).toEqual({ opcode: 1, isFinal: true, isMasked: false });
    messages.push(payload.toString());
    bytes = bytes.subarray(next.end);
  }
  expect(bytes).toHaveLength(0);
  return messages;
}

describe('messages as frames', () => {
  it.each([2, 80, 90, 125, 126, 500, 16_384, 16_385, 65_400, 65_536, 65_600, 1_000_000])(
    'are read as they were written, with a body of %i bytes',
    (bytes) => {
      const socket = new RecordedSocket();
      const message = parts('1', bytes);
      const written = [writeMessage(socket, message), writeMessages(socket, [message, message])];
      expect(received(socket)).toEqual([text(message), text(message), text(message)]);
      expect(written).toEqual(
        [socket.calls[0], socket.calls.slice(1).flat()].map((call) => Buffer.concat(call ?? []).length),
      );
    },
  );

  it('leave in one call, small ones in one piece', () => {
    const socket = new RecordedSocket();
    const messages = Array.from({ length: 20 }, (_, n) => parts(String(n), 300));
    writeMessages(socket, messages);
    expect(socket.calls.map((call) => call.length)).toEqual([1]);
    expect(received(socket)).toEqual(messages.map(text));
  });

  it('leave in one call also when some are large, whose bodies are not copied', () => {
    const socket = new RecordedSocket();
    const messages = [parts('a', 10), parts('b', 20_000), parts('c', 10), parts('d', 10), parts('e', 70_000)];
    writeMessages(socket, messages);
    expect(socket.calls).toHaveLength(1);
    const [call = []] = socket.calls;
    expect(call).toHaveLength(5);
    expect([call[1] === messages[1]?.body, call[3] === messages[4]?.body]).toEqual([true, true]);
    expect(received(socket)).toEqual(messages.map(text));
  });

  it('may be text of any characters', () => {
    const socket = new RecordedSocket();
    for (const one of ['', '{}', 'é日😀'.repeat(100), 'x'.repeat(70_000)]) writeText(socket, one);
    expect(received(socket)).toEqual(['', '{}', 'é日😀'.repeat(100), 'x'.repeat(70_000)]);
  });
});
