import { describe, expect, it } from 'vitest';
import { EventStreamParser } from './eventStreamParser.ts';

const stream =
  ':\nretry: 2000\n\n: a comment\n\nevent: next\nid: c1\ndata: {"a":1}\n\nid:c2\r\ndata: one\r\ndata:two\r\n\r\nevent: complete\ndata:\n\n';
const events = [
  { event: 'next', data: '{"a":1}', id: 'c1' },
  { event: 'message', data: 'one\ntwo', id: 'c2' },
  { event: 'complete', data: '', id: null },
];

describe('server-sent events', () => {
  it('are the same wherever the text is cut', () => {
    for (let size = 1; size <= stream.length; size += 1) {
      const parser = new EventStreamParser();
      const pieces = stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
      expect([size, pieces.flatMap((piece) => parser.push(piece))]).toEqual([size, events]);
    }
  });

  it('are given out when they are whole, not before', () => {
    const parser = new EventStreamParser();
    expect(parser.push('event: complete\ndata:\n')).toEqual([]);
    expect(parser.push('\n')).toHaveLength(1);
  });

  it('may lack data, as the end of a stream does at some servers', () => {
    expect(new EventStreamParser().push('event: complete\n\n')).toEqual([{ event: 'complete', data: '', id: null }]);
  });

  it('are not read without end', () => {
    const parser = new EventStreamParser();
    const megabyte = 'x'.repeat(1024 * 1024);
    expect(() => {
      for (let count = 0; count < 20; count += 1) parser.push(megabyte);
    }).toThrow('too large');
  });
});
