import type { Exchange, Handler } from './exchange.ts';
import { sendText } from './reply.ts';
import { connectSources, pageHeaders } from './securityHeaders.ts';

/** What the console begins with. */
export interface ConsoleStart {
  /** A token for the page, made when it is loaded. Null wherever the page could be loaded from another machine. */
  readonly token: (() => Promise<string>) | null;
}

/** Two threads crossing a third. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32' fill='none' stroke-width='4' stroke-linecap='round'%3E%3Cpath stroke='%238a95a3' d='M9 3v26M23 3v26'/%3E%3Cpath stroke='%230c7d8c' d='M3 9h3M12 9h17M3 23h17M26 23h3M3 16h10M19 16h10'/%3E%3C/svg%3E";

/** What is seen until the program of the page runs, and where it cannot. */
const page = (token: string | null): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${token === null ? '' : `<meta name="weft-token" content="${escaped(token)}">\n`}<title>Weft</title>
<link rel="icon" href="${icon}">
<link rel="stylesheet" href="/console.css">
<script type="module" src="/console.js"></script>
</head>
<body>
<div id="console">
<h1>Weft</h1>
<p>The live view of the network needs a browser that runs its script. Beside it there are the <a href="/explorer">explorer</a>,
the <a href="/schema.graphql">schema</a> and the <a href="/health/ready">health</a> of this server.</p>
</div>
</body>
</html>
`;

const escaped = (text: string): string => text.replace(/[^\w.~+/=-]/g, (letter) => `&#${letter.codePointAt(0)};`);

/** The page at `/`: the whole network, live. Everything that it loads comes from this server. */
export function consolePage({ token }: ConsoleStart): Handler {
  return async (exchange: Exchange) => {
    // The token stands in the page itself, never in a script of its own: another origin could load that and read it.
    const html = page(token === null ? null : await token());
    const policy = {
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': 'data:',
      'connect-src': connectSources(exchange.request),
    };
    sendText(exchange, 200, 'text/html', html, pageHeaders(policy));
  };
}
