import type { ApolloServerPlugin } from '@apollo/server';
import { loadConfiguration } from '../../gateway/configuration.ts';
import type { ViewerSource } from '../../gateway/identity/viewerSource.ts';
import type { Readiness } from '../../gateway/server/gatewayRoutes.ts';
import type { HttpContext } from '../../gateway/server/httpContext.ts';
import type { ServerMetrics } from '../../gateway/server/serverMetrics.ts';
import type { ServerTimes } from '../../gateway/server/serverTimes.ts';
import { type RunningServer, startServer } from '../../gateway/server/startServer.ts';
import type { StreamLimits } from '../../gateway/server/streamLimits.ts';
import type { LiveObserver } from '../../gateway/subscribe/liveObserver.ts';
import { ClientError } from '../../lib/errors.ts';
import { type Log, silentLog } from '../../lib/log.ts';
import { anonymous } from '../../lib/viewer.ts';
import { type FakeGraph, fakeGraph } from '../kit/fakeGraph.ts';

/** What may stand between the HTTP door and the graph; what a client sees is the same. */
export const pipelines = ['weft', 'apollo'] as const;

/** Every door of the gateway, on a free port, before a graph that a test controls. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  readonly fake: FakeGraph;
  readonly running: RunningServer;
  /** What was logged as an error. */
  readonly faults: { readonly fields: unknown; readonly message: string }[];
  /** Sends one operation by POST. */
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>;
}

/** The token `Bearer ada` names Ada, `Bearer soon` too, but only for so long; everything else is no good. */
export function testViewers(soonMs = 300): ViewerSource {
  const soon = (Date.now() + soonMs) / 1_000;
  const expiries = new Map([
    ['Bearer ada', 4_000_000_000],
    ['Bearer soon', soon],
  ]);
  return {
    async identify(authorization) {
      if (authorization === undefined) return null;
      const expiresAt = expiries.get(authorization);
      if (expiresAt === undefined) throw new ClientError('UNAUTHENTICATED', 'The signature of the token is not right.');
      return { issuer: 'urn:test', subject: 'ada', expiresAt, scopes: new Set(['read']) };
    },
    async viewerOf(identity) {
      if (identity === null) return anonymous;
      const { expiresAt } = identity;
      const person = { displayName: 'Ada', platformRoles: [], memberships: [], organizationIds: [] };
      return { kind: 'person', userId: 'user_ada', expiresAt, ...person };
    },
    onChange: () => () => undefined,
  };
}

/** Starts one. Settings are those of the environment, as text. */
export async function testServer(
  options: {
    readonly settings?: Readonly<Record<string, string>>;
    readonly times?: Partial<ServerTimes>;
    readonly viewers?: ViewerSource;
    readonly readiness?: () => Promise<Readiness>;
    readonly token?: () => Promise<string>;
    /** Whether the page at `/` is the console. */
    readonly hasConsole?: boolean;
    /** What the explorer begins with. */
    readonly query?: string;
    readonly forwardedHeaders?: readonly string[];
    readonly plugins?: readonly ApolloServerPlugin<HttpContext>[];
    readonly metrics?: ServerMetrics;
    readonly observer?: LiveObserver;
    /** In place of what the settings say. */
    readonly limits?: Partial<StreamLimits>;
  } = {},
): Promise<TestServer> {
  const fake = fakeGraph();
  const faults: { readonly fields: unknown; readonly message: string }[] = [];
  const log: Log = { ...silentLog, error: (fields, message) => void faults.push({ fields, message }) };
  const configuration = loadConfiguration({ PORT: '0', ...options.settings });
  const running = await startServer({
    configuration: { ...configuration, limits: { ...configuration.limits, ...options.limits } },
    graph: fake.graph,
    apolloGateway: fake.apolloGateway,
    viewers: options.viewers ?? testViewers(),
    readiness: options.readiness ?? (async () => ({ ready: true, details: { database: 'answers' } })),
    apiSdl: () => fake.sdl,
    explorer: { query: options.query ?? '{ greet }', token: options.token ?? null },
    console: options.hasConsole === true ? { token: options.token ?? null } : undefined,
    forwardedHeaders: options.forwardedHeaders,
    apolloPlugins: options.plugins,
    observer: options.observer,
    developmentIssuer: { jwks: { keys: [] } },
    metrics: options.metrics,
    log,
    times: { drainMs: 300, farewellMs: 100, ...options.times },
  });
  return {
    url: running.url,
    port: running.port,
    fake,
    running,
    faults,
    post: (body, headers = {}) =>
      fetch(`${running.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: () => running.close(),
  };
}
