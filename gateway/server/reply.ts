import { type ClientError, type ErrorCodeName, errorCodes } from '../../lib/errors.ts';
import type { Exchange } from './exchange.ts';

type Headers = Readonly<Record<string, string>>;

/**
 * Sends one complete body, with a status, its full content type, and headers as names and values in turn. The bytes go out as they
 * are, in one write. Does nothing when the response has already begun or its socket is gone.
 */
export function sendBody(
  { response, headers: known }: Exchange,
  status: number,
  contentType: string,
  body: Buffer,
  headers: readonly string[] = [],
): void {
  if (response.headersSent || response.destroyed) return;
  const length = String(body.length);
  response.writeHead(status, [
    ...known,
    'content-type',
    contentType,
    'content-length',
    length,
    'x-content-type-options',
    'nosniff',
    ...headers,
  ]);
  response.end(body);
}

/** Sends one complete text body as UTF-8. */
export function sendText(
  exchange: Exchange,
  status: number,
  contentType: string,
  text: string,
  headers: Headers = {},
): void {
  const list = Object.entries(headers).flat();
  sendBody(exchange, status, `${contentType}; charset=utf-8`, Buffer.from(text, 'utf8'), list);
}

/** Sends a value as JSON. */
export function sendJson(exchange: Exchange, status: number, value: unknown, headers: Headers = {}): void {
  sendText(exchange, status, 'application/json', `${JSON.stringify(value)}\n`, headers);
}

/** One error in the shape of a GraphQL response, so that a client reads every refusal of this server the same way. */
export const refusalBody = ({ code, message, details }: ClientError): string =>
  `${JSON.stringify({ errors: [{ message, extensions: { ...details, code } }] })}\n`;

/** What HTTP wants said in a header as well. */
function headersOf({ code, details }: ClientError): Headers {
  if (code === 'UNAUTHENTICATED') return { 'www-authenticate': 'Bearer' };
  if (code === 'METHOD_NOT_ALLOWED' && typeof details['allow'] === 'string') return { allow: details['allow'] };
  return {};
}

/** Sends a ClientError with the status and headers that HTTP wants for it. */
export function sendClientError(exchange: Exchange, error: ClientError, contentType = 'application/json'): void {
  const code: ErrorCodeName = error.code;
  // What is left of a body that nobody reads would hold the connection.
  const rest: Headers = exchange.request.complete ? {} : { connection: 'close' };
  sendText(exchange, errorCodes[code].status, contentType, refusalBody(error), { ...rest, ...headersOf(error) });
}
