import type { ServerResponse } from 'node:http';
import { type ClientError, type ErrorCodeName, errorCodes } from '../../lib/errors.ts';

type Headers = Readonly<Record<string, string>>;

/** Sends one complete text body as UTF-8. Does nothing when the response has already begun or its socket is gone. */
export function sendText(
  response: ServerResponse,
  status: number,
  contentType: string,
  text: string,
  headers: Headers = {},
): void {
  if (response.headersSent || response.destroyed) return;
  const body = Buffer.from(text, 'utf8');
  response.writeHead(status, {
    'content-type': `${contentType}; charset=utf-8`,
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(body);
}

/** Sends a value as JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Headers = {}): void {
  sendText(response, status, 'application/json', `${JSON.stringify(value)}\n`, headers);
}

/** Sends one error in the shape of a GraphQL response, so that a client reads every refusal of this server the same way. */
export function sendError(
  response: ServerResponse,
  error: { readonly code: ErrorCodeName; readonly message: string; readonly status?: number },
  details: Readonly<Record<string, unknown>> = {},
  headers: Headers = {},
): void {
  const { code, message, status = errorCodes[code].status } = error;
  sendJson(response, status, { errors: [{ message, extensions: { ...details, code } }] }, headers);
}

/** What HTTP wants said in a header as well. */
function headersOf({ code, details }: ClientError): Headers {
  if (code === 'UNAUTHENTICATED') return { 'www-authenticate': 'Bearer' };
  if (code === 'METHOD_NOT_ALLOWED' && typeof details['allow'] === 'string') return { allow: details['allow'] };
  return {};
}

/** Sends a ClientError with the status and headers that HTTP wants for it. */
export function sendClientError(response: ServerResponse, error: ClientError): void {
  const headers = headersOf(error);
  sendError(response, { code: error.code, message: error.message }, error.details, headers);
}
