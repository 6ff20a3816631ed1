import type { Exchange } from './exchange.ts';
import { sendText } from './reply.ts';
import { pageHeaders } from './securityHeaders.ts';

const style = `
  body { margin: 3rem auto; max-width: 44rem; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #1b2733; background: #fff; }
  h1 { font-size: 1.6rem; } code { font-family: ui-monospace, monospace; }
  dt { margin-top: 1rem; font-weight: 600; } dd { margin: 0; } a { color: #0a58b0; }
  @media (prefers-color-scheme: dark) { body { color: #e3e9ef; background: #11181f; } a { color: #7fb6f2; } }
`;

/** The pages that this server has; one more when it gives out development identities. */
function links(hasDevelopmentIdentities: boolean): string {
  const rows = [
    ['/explorer', 'Explorer', 'Write and run queries, mutations and subscriptions; needs no network.'],
    ['/schema.graphql', 'Schema', 'The public schema, as a file.'],
    [
      '/health/ready',
      'Health',
      'Whether each part is ready; <a href="/health/live">live</a> says only that the process answers.',
    ],
    ...(hasDevelopmentIdentities
      ? [
          [
            '/.well-known/openid-configuration',
            'Development identities',
            'This server accepts tokens from <code>npx weft token researcher</code>. They work on this machine only.',
          ],
        ]
      : []),
  ];
  return rows.map(([href, name, says]) => `<dt><a href="${href}">${name}</a></dt><dd>${says}</dd>`).join('\n');
}

const page = (hasDevelopmentIdentities: boolean): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Weft</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<h1>Weft</h1>
<p>One GraphQL graph over a network of supercomputing centers. Clients send operations to <code>/graphql</code>: by
<code>POST</code>, by WebSocket (<code>graphql-transport-ws</code>), or as server-sent events
(<code>accept: text/event-stream</code>).</p>
<dl>
${links(hasDevelopmentIdentities)}
</dl>
</body>
</html>
`;

/** The page at `/` of a gateway without a console: says what this is and where to go. It loads nothing. */
export function frontPage(hasDevelopmentIdentities: boolean): (exchange: Exchange) => void {
  const html = page(hasDevelopmentIdentities);
  const headers = pageHeaders({ 'style-src': "'unsafe-inline'", 'img-src': 'data:' });
  return (exchange) => sendText(exchange, 200, 'text/html', html, headers);
}
