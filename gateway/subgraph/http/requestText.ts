import { ClientError } from '../../../lib/errors.ts';
import type { HttpTarget } from './httpTransport.ts';

const fieldName = /^[!#$%&'*+.^_`|~\w-]+$/;
const fieldValue = /^[\t\x20-\x7e\x80-\xff]*$/;
const beyondAscii = /[\x80-\xff]/;

/**
 * Refuses headers, given as names and values in turn, of which one would end its line early or begin another one, whoever it comes from.
 * @throws ClientError BAD_REQUEST
 */
export function checkHeaders(headers: readonly string[]): void {
  for (let at = 0; at < headers.length; at += 2) {
    const [name = '', value = ''] = [headers[at], headers[at + 1]];
    if (fieldName.test(name) && fieldValue.test(value)) continue;
    const says = `The header ${JSON.stringify(name)} has a name or a value that cannot be sent to a subgraph.`;
    throw new ClientError('BAD_REQUEST', says);
  }
}

/** The part of every request to one target that is always the same. */
export function requestStart({ url, headers }: Pick<HttpTarget, 'url' | 'headers'>): string {
  return `POST ${url.pathname}${url.search} HTTP/1.1\r\nhost: ${url.host}\r\n${fieldLines(headers)}`;
}

/** One whole request, so that it goes out in one write: as text with its encoding, or as bytes where the head and the body need different ones. */
export function requestText(
  start: string,
  headers: readonly string[],
  body: string,
): { readonly data: string | Buffer; readonly encoding: 'latin1' | 'utf8' } {
  const bytes = Buffer.byteLength(body);
  const head = `${start}${fieldLines(headers)}content-length: ${bytes}\r\n\r\n`;
  // Text of one byte each is copied, not encoded.
  if (bytes === body.length) return { data: head + body, encoding: 'latin1' };
  if (!beyondAscii.test(head)) return { data: head + body, encoding: 'utf8' };
  return { data: Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(body)]), encoding: 'utf8' };
}

function fieldLines(headers: readonly string[]): string {
  let lines = '';
  for (let at = 0; at < headers.length; at += 2) lines += `${headers[at]}: ${headers[at + 1]}\r\n`;
  return lines;
}
