import type { Exchange } from './exchange.ts';

const allowedHeaders = [
  'accept',
  'apollo-require-preflight',
  'authorization',
  'content-type',
  'last-event-id',
  'x-apollo-operation-name',
  'x-request-id',
].join(', ');

/**
 * Lets a page of another origin, whose origin has been allowed, read the response. Returns true when the request was only the
 * browser's question beforehand (preflight), which is then answered.
 */
export function shareWithOrigin({ request, response }: Exchange, methods: readonly string[]): boolean {
  const { origin } = request.headers;
  response.setHeader('vary', 'origin');
  if (origin === undefined) return false;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-request-id');
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  response.writeHead(204, {
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': allowedHeaders,
    'access-control-max-age': '7200',
  });
  response.end();
  return true;
}
