import type { JSONWebKeySet } from 'jose';
import type { Log } from '../../lib/log.ts';
import { untilAborted } from '../../lib/untilAborted.ts';
import type { Configuration } from '../configuration.ts';
import { developmentIdentity } from '../identity/developmentIssuer.ts';
import { type BrowserFiles, browserFiles } from './browserFiles.ts';
import { type ConsoleStart, consolePage } from './consolePage.ts';
import type { Exchange } from './exchange.ts';
import { type ExplorerStart, explorer } from './explorer.ts';
import { frontPage } from './frontPage.ts';
import { type GraphqlPorts, graphqlDoor } from './graphqlDoor.ts';
import { metricsPage } from './metricsPage.ts';
import { sendJson, sendText } from './reply.ts';
import type { Route, Routes } from './routes.ts';
import type { ServerMetrics } from './serverMetrics.ts';

/** Whether the parts behind the server work, each with a word about it. */
export interface Readiness {
  readonly ready: boolean;
  readonly details: Readonly<Record<string, string>>;
}

/** What the server shows beside the graph. */
export interface GatewayPages {
  readonly readiness: () => Promise<Readiness>;
  /** The public schema of the generation in use. */
  readonly apiSdl: () => string;
  readonly explorer: ExplorerStart;
  /** Without it the page at `/` only says what there is: the console shows Weft's own graph. */
  readonly console?: ConsoleStart | undefined;
  /** Null unless this server gives out development identities. */
  readonly developmentIssuer: { readonly jwks: JSONWebKeySet } | null;
  /** Without any, there is no page of metrics. */
  readonly metrics?: ServerMetrics | null | undefined;
  readonly configuration: Pick<Configuration, 'metrics'>;
}

const noStore = { 'cache-control': 'no-store' } as const;

/** A readiness check that takes longer is taken for a no. */
const readinessMs = 5_000;

/** 200 when every part is ready, else 503 with what is not. */
async function sendReadiness(exchange: Exchange, readiness: () => Promise<Readiness>, log: Log): Promise<void> {
  const { ready, details } = await untilAborted(readiness(), AbortSignal.timeout(readinessMs)).catch(
    (cause: unknown) => {
      log.error({ requestId: exchange.requestId, cause }, 'The readiness check failed');
      return { ready: false, details: { check: 'failed; the log says why' } };
    },
  );
  sendJson(exchange, ready ? 200 : 503, { ready, details }, noStore);
}

/** What a client of OpenID Connect reads first. The issuer is a fixed name; the keys stand at the address of the request. */
function sendDiscovery(exchange: Exchange): void {
  sendJson(exchange, 200, {
    issuer: developmentIdentity.issuer,
    jwks_uri: `http://${exchange.request.headers.host ?? 'localhost'}/.well-known/jwks.json`,
    id_token_signing_alg_values_supported: ['ES256'],
    subject_types_supported: ['public'],
    response_types_supported: [],
  });
}

/** The page at `/` and what it loads. */
function consoleRoutes({ console, developmentIssuer }: GatewayPages, files: BrowserFiles): [string, Route][] {
  const page = (handle: Route['handle']): Route => ({ methods: ['GET'], handle, isShared: false });
  if (console === undefined) return [['/', page(frontPage(developmentIssuer !== null))]];
  return [
    ['/', page(consolePage(console))],
    ['/console.js', page(files.handler('/console.js'))],
    ['/console.css', page(files.handler('/console.css'))],
  ];
}

/** Everything that this server answers, by path. */
export function gatewayRoutes(pages: GatewayPages, graphql: GraphqlPorts): Routes {
  const { developmentIssuer, metrics, configuration } = pages;
  const readers = configuration.metrics;
  const files = browserFiles();
  const page = (handle: Route['handle']): Route => ({ methods: ['GET'], handle, isShared: false });
  const open = (handle: Route['handle']): Route => ({ methods: ['GET'], handle, isShared: true });
  return new Map<string, Route>([
    ...consoleRoutes(pages, files),
    ['/client.js', { methods: ['GET'], handle: files.handler('/client.js'), isShared: true }],
    ['/graphql', { methods: ['GET', 'POST'], handle: graphqlDoor(graphql), isShared: true }],
    ['/explorer/*', page(explorer(pages.explorer))],
    ['/explorer', page(explorer(pages.explorer))],
    ['/schema.graphql', open((exchange) => sendText(exchange, 200, 'text/plain', pages.apiSdl(), noStore))],
    ['/health/live', open((exchange) => sendJson(exchange, 200, { live: true }, noStore))],
    ['/health/ready', open((exchange) => sendReadiness(exchange, pages.readiness, graphql.log))],
    ...(!metrics || readers === 'off' ? [] : ([['/metrics', page(metricsPage(metrics, readers))]] as const)),
    ...(developmentIssuer === null
      ? []
      : ([
          ['/.well-known/openid-configuration', open(sendDiscovery)],
          ['/.well-known/jwks.json', open((exchange) => sendJson(exchange, 200, developmentIssuer.jwks))],
        ] as const)),
  ]);
}
