import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';
import { ClientError } from '../../lib/errors.ts';
import { clientLeft } from './liveOperations.ts';

const isAllowedType = (contentType: string | undefined): boolean => {
  if (contentType === 'application/json') return true;
  const [type = '', ...parameters] = (contentType ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  if (type !== 'application/json') return false;
  // Exotic character sets have been a way to exhaust a server; JSON is UTF-8 (RFC 8259, 8.1).
  return parameters.filter((part) => part !== '').every((part) => /^charset="?utf-?8"?$/.test(part));
};

/** Refuses a body that is not plain UTF-8 JSON, before a byte of it is read. */
export function refuseForeignBody(request: IncomingMessage): void {
  const { 'content-type': contentType, 'content-encoding': encoding = 'identity' } = request.headers;
  if (!isAllowedType(contentType)) {
    throw new ClientError(
      'UNSUPPORTED_MEDIA_TYPE',
      `Send the request body as "content-type: application/json" in UTF-8${contentType === undefined ? '' : `, not ${JSON.stringify(contentType)}`}.`,
    );
  }
  if (encoding !== 'identity') {
    throw new ClientError('UNSUPPORTED_MEDIA_TYPE', 'Send the request body without a content-encoding.');
  }
}

/**
 * Refuses a GET that names the type of a body it does not have, unless it is JSON. A content type counts as proof that a browser
 * asked first (CSRF), and browsers have had bugs that let odd ones pass unasked.
 */
export function refuseTypeWithoutBody(request: IncomingMessage): void {
  const { 'content-type': contentType } = request.headers;
  if (contentType === undefined || isAllowedType(contentType)) return;
  throw new ClientError(
    'UNSUPPORTED_MEDIA_TYPE',
    'A GET has no body: leave out its content-type, or send application/json.',
  );
}

const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Refuses a request without a body that any page could make a browser send unasked (CSRF): one of these headers, or a content type
 * that has passed the check above, is proof that the browser asked first.
 */
export function refuseUnaskedRequest({ headers }: IncomingMessage): void {
  if (headers['content-type'] !== undefined || preflightHeaders.some((name) => headers[name])) return;
  throw new ClientError(
    'BAD_REQUEST',
    'Any page could make a browser send this GET. Prove that it did not: send the header "apollo-require-preflight: true", or use POST.',
  );
}

const tooLarge = (limitBytes: number): ClientError =>
  new ClientError('BODY_TOO_LARGE', `The request body is larger than ${limitBytes} bytes (setting MAX_BODY_BYTES).`, {
    limitBytes,
  });

/**
 * Reads a body of at most `limitBytes` bytes and parses it as JSON.
 * Throws ClientError BODY_TOO_LARGE as soon as the limit is passed, BAD_REQUEST when it is not JSON.
 */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  if (Number(request.headers['content-length'] ?? 0) > limitBytes) throw tooLarge(limitBytes);
  const bytes = await receivedBytes(request, limitBytes);
  if (!isUtf8(bytes)) throw new ClientError('BAD_REQUEST', 'The request body is not JSON: it is not UTF-8');
  const text = bytes.toString();
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text) as unknown;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ClientError('BAD_REQUEST', `The request body is not JSON: ${why}`, {}, { cause });
  }
}

/** The whole body. By events: an iterator over the stream costs several times as much. */
function receivedBytes(request: IncomingMessage, limitBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= limitBytes) {
        chunks.push(chunk);
        return;
      }
      // The rest flows into nothing: the refusal still has to be written to the same socket.
      chunks.length = 0;
      reject(tooLarge(limitBytes));
    });
    request.on('end', () => {
      const [first = Buffer.alloc(0)] = chunks;
      resolve(chunks.length > 1 ? Buffer.concat(chunks) : first);
    });
    // Without effect after the end. A request without a listener for errors that breaks off only closes.
    request.on('close', () => reject(clientLeft));
  });
}
