import type { IncomingMessage } from 'node:http';
import { ClientError } from '../../lib/errors.ts';

const isAllowedType = (contentType: string | undefined): boolean => {
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
  const chunks: Buffer[] = [];
  let receivedBytes = 0;
  // Not destroyed on an early exit: the refusal still has to be written to the same socket; Node discards the rest of the body.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    const bytes: Buffer = chunk;
    receivedBytes += bytes.length;
    if (receivedBytes > limitBytes) throw tooLarge(limitBytes);
    chunks.push(bytes);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const why = cause instanceof SyntaxError ? cause.message : 'it is not UTF-8';
    throw new ClientError('BAD_REQUEST', `The request body is not JSON: ${why}`, {}, { cause });
  }
}
