import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnswerParser } from './answerParser.ts';
import { type HttpAnswer, HttpFault } from './httpTransport.ts';

const limits = { contentTypes: new Set(['application/json']), maxBodyBytes: 1_000 };
const json = 'content-type: application/json\r\n';

/** The answer that a parser reads from the pieces; null when it waits for more. */
function read(pieces: readonly Buffer[], isAtEnd = false): (HttpAnswer & { readonly hasExtra: boolean }) | null {
  const parser = new AnswerParser(limits);
  // As on a connection: the memory of a piece is used again for the next one.
  const memory = Buffer.alloc(64 * 1024);
  for (const [index, piece] of pieces.entries()) {
    piece.copy(memory);
    const isComplete = parser.push(memory.subarray(0, piece.length));
    memory.fill('#', 0, piece.length);
    if (!isComplete) continue;
    const hasExtra = parser.hasExtra || index < pieces.length - 1;
    return { ...parser.take(), hasExtra };
  }
  return isAtEnd && parser.finish() ? { ...parser.take(), hasExtra: false } : null;
}

const readText = (text: string, isAtEnd = false) => read([Buffer.from(text, 'latin1')], isAtEnd);
const bytewise = (text: string) => [...Buffer.from(text, 'latin1')].map((byte) => Buffer.from([byte]));

const answers: readonly (readonly [string, string, string])[] = [
  ['a stated length', `HTTP/1.1 200 OK\r\n${json}content-length: 10\r\n\r\n{"a":"\xc3\xa9"}`, '{"a":"é"}'],
  ['no body', `HTTP/1.1 200 OK\r\n${json}content-length: 0\r\n\r\n`, ''],
  [
    'chunks, extensions and trailers',
    `HTTP/1.1 200 OK\r\n${json}Transfer-Encoding: Chunked\r\n\r\n7;a="b;c"\r\n{"a":"\xc3\r\n3 ;x\r\n\xa9"}\r\n000;last\r\nx-sum: 1\r\ny: 2\r\n\r\n`,
    '{"a":"é"}',
  ],
  [
    'interim answers before it',
    `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200\r\n${json}content-length: 2\r\n\r\n{}`,
    '{}',
  ],
  ['a byte that is not UTF-8', `HTTP/1.1 200 OK\r\n${json}content-length: 7\r\n\r\n{"\xff":1}`, '{"\ufffd":1}'],
];

describe('the reader of answers', () => {
  it.each(answers)('reads an answer with %s, in one piece and byte by byte', (_what, text, body) => {
    const expected = { status: 200, contentType: 'application/json', cacheControl: null, body, hasExtra: false };
    expect(readText(text)).toEqual(expected);
    expect(read(bytewise(text))).toEqual(expected);
  });

  it('reads the same however an answer is cut into pieces', () => {
    const cut = fc.record({
      answer: fc.constantFrom(...answers),
      places: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }),
    });
    fc.assert(
      fc.property(cut, ({ answer: [, text, body], places }) => {
        const bytes = Buffer.from(text, 'latin1');
        const at = [0, ...places.map((place) => Math.floor(place * bytes.length)).sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        expect(read(pieces.filter(({ length }) => length > 0))).toMatchObject({ body, hasExtra: false });
      }),
      { numRuns: 500 },
    );
  });

  it('reads a body without a length up to the end of the connection, and only such a one', () => {
    expect(readText(`HTTP/1.1 200 OK\r\n${json}\r\n{"a":`, true)).toMatchObject({ body: '{"a":' });
    expect(readText(`HTTP/1.1 200 OK\r\n${json}content-length: 5\r\n\r\n{}`, true)).toBeNull();
    expect(readText(`HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`, true)).toBeNull();
    expect(readText('HTTP/1.1 200 OK\r\n', true)).toBeNull();
  });

  it('says when there is something after an answer', () => {
    const text = `HTTP/1.1 200 OK\r\n${json}content-length: 2\r\n\r\n{}HTTP/1.1 200 OK\r\n\r\n`;
    expect(readText(text)).toMatchObject({ body: '{}', hasExtra: true });
    expect(readText(`HTTP/1.1 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\n0\r\n\r\nx`)).toMatchObject({
      hasExtra: true,
    });
  });

  it('keeps nothing of a body whose type is not wanted', () => {
    const text = `HTTP/1.1 502 Bad\r\ncontent-type: Text/HTML; charset=utf-8\r\ncontent-length: 4\r\n\r\n<p>x`;
    expect(readText(text)).toEqual({
      ...{ status: 502, contentType: 'text/html', cacheControl: null, body: '', hasExtra: false },
    });
    const huge = new AnswerParser(limits);
    const head = 'HTTP/1.1 502 Bad\r\ncontent-type: text/html\r\ntransfer-encoding: chunked\r\n\r\nffff\r\n';
    expect(huge.push(Buffer.from(head + 'x'.repeat(5_000)))).toBe(false);
    expect(huge.isWanted).toBe(false);
  });

  it('joins several cache-control headers', () => {
    const text = `HTTP/1.1 200 OK\r\n${json}cache-control: max-age=5\r\nCache-Control: private\r\ncontent-length: 2\r\n\r\n{}`;
    expect(readText(text)).toMatchObject({ cacheControl: 'max-age=5, private' });
  });

  const ok = `HTTP/1.1 200 OK\r\n${json}`;
  it.each([
    ['no status line', 'nonsense\r\n\r\n'],
    ['another protocol', `ICY 200 OK\r\n${json}content-length: 0\r\n\r\n`],
    ['another version', `HTTP/2.0 200 OK\r\n${json}content-length: 0\r\n\r\n`],
    ['a status that is none', `HTTP/1.1 020 OK\r\n${json}content-length: 0\r\n\r\n`],
    ['a change of the protocol', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\n\r\n'],
    ['a space before the colon', `${ok}content-length : 2\r\n\r\n{}`],
    ['a space before the first header', `HTTP/1.1 200 OK\r\n ${json}content-length: 2\r\n\r\n{}`],
    ['a folded line', `${ok}x: a\r\n b\r\ncontent-length: 2\r\n\r\n{}`],
    ['a bare line feed', `${ok}x: a\ncontent-length: 2\r\n\r\n{}`],
    ['a bare carriage return', `${ok}x: a\rb\r\ncontent-length: 2\r\n\r\n{}`],
    ['a zero byte in a header', `${ok}x: a\0b\r\ncontent-length: 2\r\n\r\n{}`],
    ['a header without a colon', `${ok}nonsense\r\ncontent-length: 2\r\n\r\n{}`],
    ['a header without a name', `${ok}: x\r\ncontent-length: 2\r\n\r\n{}`],
    ['two equal lengths', `${ok}content-length: 2\r\ncontent-length: 2\r\n\r\n{}`],
    ['two different lengths', `${ok}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`],
    ['a list of lengths', `${ok}content-length: 2, 2\r\n\r\n{}`],
    ['a negative length', `${ok}content-length: -2\r\n\r\n{}`],
    ['a signed length', `${ok}content-length: +2\r\n\r\n{}`],
    ['a hexadecimal length', `${ok}content-length: 0x2\r\n\r\n{}`],
    ['an empty length', `${ok}content-length:\r\n\r\n{}`],
    ['a length that overflows', `${ok}content-length: 99999999999999999999\r\n\r\n{}`],
    ['a length and chunks', `${ok}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['chunks twice', `${ok}transfer-encoding: chunked\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['another transfer encoding', `${ok}transfer-encoding: gzip, chunked\r\n\r\n0\r\n\r\n`],
    ['a disguised transfer encoding', `${ok}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`],
    ['chunks in HTTP/1.0', `HTTP/1.0 200 OK\r\n${json}transfer-encoding: chunked\r\n\r\n0\r\n\r\n`],
    ['a body that its status forbids', `HTTP/1.1 204 No\r\n${json}content-length: 2\r\n\r\n{}`],
    ['two content types', `${ok}content-type: text/html\r\ncontent-length: 2\r\n\r\n{}`],
    ['a compressed body', `${ok}content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}`],
    ['a chunk without a size', `${ok}transfer-encoding: chunked\r\n\r\n\r\n{}`],
    ['a negative size', `${ok}transfer-encoding: chunked\r\n\r\n-2\r\n{}`],
    ['a size with a prefix', `${ok}transfer-encoding: chunked\r\n\r\n0x2\r\n{}`],
    ['a size that overflows', `${ok}transfer-encoding: chunked\r\n\r\nfffffffff\r\n{}`],
    ['a space after a size', `${ok}transfer-encoding: chunked\r\n\r\n2 \r\n{}`],
    ['a size line that ends with a line feed', `${ok}transfer-encoding: chunked\r\n\r\n2\n{}\r\n0\r\n\r\n`],
    ['a chunk longer than its size', `${ok}transfer-encoding: chunked\r\n\r\n2\r\n{}}\r\n0\r\n\r\n`],
    ['a chunk shorter than its size', `${ok}transfer-encoding: chunked\r\n\r\n3\r\n{}\r\n0\r\n\r\n`],
    ['a malformed trailer', `${ok}transfer-encoding: chunked\r\n\r\n0\r\nno colon\r\n\r\n`],
    ['a size line without end', `${ok}transfer-encoding: chunked\r\n\r\n2;${'x'.repeat(5_000)}`],
    ['extensions without end', `${ok}transfer-encoding: chunked\r\n\r\n${`1;${'x'.repeat(4_000)}\r\n \r\n`.repeat(5)}`],
    ['trailers without end', `${ok}transfer-encoding: chunked\r\n\r\n0\r\n${'x: y\r\n'.repeat(1_000)}`],
    ['a head without end', `${ok}${'x: y\r\n'.repeat(10_000)}`],
    ['interim answers without end', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(2_000)],
    ['a stated length beyond the limit', `${ok}content-length: 1001\r\n\r\n`],
    ['a chunk beyond the limit', `${ok}transfer-encoding: chunked\r\n\r\n3e9\r\n${' '.repeat(1_001)}`],
    ['an endless body', `${ok}\r\n${' '.repeat(1_001)}`],
  ])('refuses %s, in one piece and byte by byte', (_what, text) => {
    expect(() => readText(text)).toThrow(HttpFault);
    expect(() => read(bytewise(text))).toThrow(HttpFault);
  });

  it('never takes arbitrary bytes for more than one answer, and fails by HttpFault alone', () => {
    const noise = fc.uint8Array({ maxLength: 300 });
    const start = fc.constantFrom('', 'HTTP/1.1 200 OK\r\n', `${ok}transfer-encoding: chunked\r\n\r\n`, `${ok}\r\n`);
    fc.assert(
      fc.property(start, noise, (text, bytes) => {
        try {
          readText(text + Buffer.from(bytes).toString('latin1'), true);
        } catch (fault) {
          expect(fault).toBeInstanceOf(HttpFault);
        }
      }),
      { numRuns: 500 },
    );
  });
});
