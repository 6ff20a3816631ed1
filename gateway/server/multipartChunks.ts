const head = 'content-type: application/json; charset=utf-8\r\n\r\n';

/** One JSON text as a piece of a multipart body with the boundary `-` (RFC 2046, 5.1), followed by the boundary after it. */
const chunk = (text: string, isLast: boolean): string => `${head}${text}\r\n---${isLast ? '--' : ''}\r\n`;

/** A body of one piece. */
export const singleChunk = (text: string): string => `\r\n---\r\n${chunk(text, true)}`;

/** The pieces of a multipart body, one for each text, as soon as it comes; the last text says `"hasNext":false`. */
export async function* multipartChunks(texts: AsyncIterable<string>): AsyncGenerator<string, void, undefined> {
  let before = '\r\n---\r\n';
  for await (const text of texts) {
    yield before + chunk(text, text.endsWith('"hasNext":false}'));
    before = '';
  }
}
