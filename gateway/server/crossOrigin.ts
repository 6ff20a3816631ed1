import type { Exchange } from './exchange.ts';

const ownHeaders = [
  'accept',
  'apollo-require-preflight',
  'authorization',
  'content-type',
  'last-event-id',
  'x-apollo-operation-name',
  'x-request-id',
  'x-weft-explain',
];

/**
 * Lets a page of another origin, whose origin has been allowed, read the response. Returns true when the request was only the
 * browser's question beforehand (preflight), which is then answered: it may send what the doors read, and `forwardedHeaders`.
 */
export function shareWithOrigin(
  { request, response, headers }: Exchange,
  methods: readonly string[],
  forwardedHeaders: readonly string[],
): boolean {
  const { origin } = request.headers;
  headers.push('vary', 'origin');
  if (origin === undefined) return false;
  headers.push('access-control-allow-origin', origin, 'access-control-expose-headers', 'x-request-id');
  if (request.method !== 'OPTIONS' || request.headers['access-control-request-method'] === undefined) return false;
  headers.push('access-control-allow-methods', methods.join(', '));
  headers.push('access-control-allow-headers', [...ownHeaders, ...forwardedHeaders].join(', '));
  headers.push('access-control-max-age', '7200');
  response.writeHead(204, headers);
  response.end();
  return true;
}
