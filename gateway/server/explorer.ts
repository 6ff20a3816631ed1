import { randomBytes } from 'node:crypto';
import { getDistDirectory, renderAltair } from 'altair-static';
import sirv from 'sirv';
import { ClientError } from '../../lib/errors.ts';
import type { Exchange, Handler } from './exchange.ts';
import { sendText } from './reply.ts';
import { connectSources, pageHeaders } from './securityHeaders.ts';

/** What the explorer begins with. */
export interface ExplorerStart {
  readonly query: string;
  /** A token to fill in, made when the page is loaded. Null wherever the page could be loaded from another machine. */
  readonly token: (() => Promise<string>) | null;
}

const root = '/explorer';

/** Where the explorer's own scripts, styles and pictures may come from: this server, and nowhere else. */
const assetSources = {
  'style-src': "'self' 'unsafe-inline'", // its framework writes style elements
  'img-src': "'self' data: blob:",
  'font-src': "'self' data:",
  'worker-src': "'self' blob:",
  'frame-src': "'self'",
  'base-uri': "'self'",
};

async function sendPage(exchange: Exchange, start: ExplorerStart): Promise<void> {
  const nonce = randomBytes(16).toString('base64');
  const authorization = start.token === null ? null : `Bearer ${await start.token()}`;
  // The options stand in the page itself, never in a script of their own: another origin could load that and read the token.
  const page = renderAltair({
    baseURL: `${root}/`,
    endpointURL: '/graphql',
    subscriptionsEndpoint: '/graphql',
    initialSubscriptionRequestHandlerId: 'graphql-ws',
    initialQuery: start.query,
    ...(authorization === null
      ? {}
      : { initialHeaders: { authorization }, initialSubscriptionsPayload: { authorization } }),
    disableAccount: true,
    // No advertisements, and no questions about versions to a server elsewhere.
    initialSettings: { 'banners.disable': true, 'alert.disableUpdateNotification': true },
    cspNonce: nonce,
  });
  const policy = {
    ...assetSources,
    'script-src': `'self' 'nonce-${nonce}'`,
    'connect-src': connectSources(exchange.request),
  };
  sendText(exchange, 200, 'text/html', page, pageHeaders(policy));
}

/** The frame in which the explorer runs a user's own scripts: of no origin, so it reaches nothing of the page around it. */
const sandboxHeaders = pageHeaders({
  sandbox: 'allow-scripts',
  'script-src': "'self' 'unsafe-inline' 'unsafe-eval'",
  'style-src': "'self' 'unsafe-inline'",
  'frame-ancestors': "'self'",
});

/** The explorer at /explorer, complete with everything it loads: it works without any network. */
export function explorer(start: ExplorerStart): Handler {
  const files = sirv(getDistDirectory(), {
    etag: true,
    setHeaders(response, path) {
      response.setHeader('x-content-type-options', 'nosniff');
      response.setHeader('cross-origin-resource-policy', 'same-origin');
      if (!path.startsWith('/iframe-sandbox/')) return;
      for (const [name, value] of Object.entries(sandboxHeaders)) response.setHeader(name, value);
      // A frame of no origin counts as foreign to its own scripts.
      response.setHeader('cross-origin-resource-policy', 'cross-origin');
      response.setHeader('access-control-allow-origin', '*');
    },
  });
  return async (exchange) => {
    const { request, response, headers } = exchange;
    const path = exchange.path.slice(root.length);
    if (path === '' || path === '/' || path === '/index.html') return await sendPage(exchange, start);
    request.url = path;
    for (let at = 0; at + 1 < headers.length; at += 2) response.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
    await new Promise<void>((resolve, reject) => {
      response.once('close', resolve);
      files(request, response, () => reject(new ClientError('NOT_FOUND', `The explorer has no file ${path}.`)));
    });
  };
}
