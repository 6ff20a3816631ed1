import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { printSchema } from 'graphql';
import { systemClock } from '../lib/clock.ts';
import { type Closers, closers } from '../lib/closers.ts';
import { ClientError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { loadDefinitions } from '../subgraphs/definitions.ts';
import { openDatabase } from '../subgraphs/kit/database/database.ts';
import type { SubgraphDefinition } from '../subgraphs/kit/subgraph.ts';
import { subgraphNames } from '../subgraphs/kit/subgraphName.ts';
import { apolloGateway } from './apolloGateway.ts';
import type { Configuration } from './configuration.ts';
import { type FederatedGraph, federatedGraph } from './federatedGraph.ts';
import { accountsChanges } from './identity/accountsChanges.ts';
import { accountsLookUp } from './identity/accountsLookUp.ts';
import { type Identity, openIdentity } from './identity/openIdentity.ts';
import type { ViewerChange } from './identity/viewerSource.ts';
import { openSubgraphs } from './openSubgraphs.ts';
import { openWeftDatabase, type WeftDatabase } from './openWeftDatabase.ts';
import { defaultOperationLimits } from './plan/operationLimits.ts';
import type { Readiness } from './server/gatewayRoutes.ts';
import { type RunningServer, startServer } from './server/startServer.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';
import { type SubgraphClients, subgraphClients } from './subgraphClients.ts';
import { noObserver } from './subscribe/liveObserver.ts';
import { currentSupergraph } from './supergraph/currentSupergraph.ts';
import { loadSupergraph, type Supergraph } from './supergraph/supergraph.ts';
import { type Metrics, openMetrics } from './telemetry/metrics.ts';

const inRepository = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** The committed supergraph that this process serves. */
export const supergraphFile = inRepository('schema/supergraph.graphql');
const firstOperationFile = inRepository('schema/operations/NationalOverview.graphql');

/** Thirty times what the dearest operation of schema/operations/ is estimated to cost, with ten items for every list. */
const maxCost = 100_000;

/** On whose behalf the pages of a development server ask, and for how long. */
const pagePerson = 'researcher';
const pageTokenHours = 12;

/** Everything, running. */
export interface RunningWeft {
  /** Without a slash at its end. */
  readonly url: string;
  readonly hasDevelopmentIdentities: boolean;
  /** Ends subscriptions with a resumable reason, finishes what is in flight, stops drivers and database. Under 2 s; never rejects. */
  close(): Promise<void>;
}

/** What is read and computed before the database is needed. */
interface Loaded {
  readonly definitions: readonly SubgraphDefinition[];
  readonly supergraph: Supergraph;
}

/** Loads the code of the subgraphs that are not configured to run elsewhere, and the supergraph. */
async function load({ subgraphUrls }: Configuration, metrics: Metrics | null): Promise<Loaded> {
  const definitions = await loadDefinitions(subgraphNames.filter((name) => !subgraphUrls.has(name)));
  const supergraph = loadSupergraph(await readFile(supergraphFile, 'utf8'));
  return { definitions, supergraph: metrics?.planning(supergraph) ?? supergraph };
}

/** The subgraphs of this process, open, and clients of all six. */
async function openGraph(
  configuration: Configuration,
  { definitions, supergraph, metrics }: Loaded & { readonly metrics: Metrics | null },
  database: WeftDatabase,
  open: Closers,
  log: Log,
): Promise<{ readonly graph: FederatedGraph; readonly clients: SubgraphClients }> {
  const { loopbackOnly, simulationSeed, sample, eventRetentionHours } = configuration;
  const subgraphs = await openSubgraphs(definitions, {
    databaseUrl: database.url,
    dataFolder: database.dataFolder,
    settings: { loopbackOnly, simulationSeed, sample },
    eventRetentionHours,
    clock: systemClock,
    log,
  });
  open.add(() => subgraphs.close());
  const clients = subgraphClients(subgraphs.running, configuration);
  open.add(() => clients.close());
  const graph = federatedGraph({
    supergraph: currentSupergraph(supergraph),
    clientOf: (name) => clients.of(name),
    log,
    limits: { ...defaultOperationLimits, maxCost },
    live: { observer: metrics?.live ?? noObserver },
  });
  open.add(() => graph.closeSubscriptions(new ClientError('SHUTTING_DOWN')));
  return { graph, clients };
}

/** Ready means: the database answers. A connection of its own, so that a busy pool does not look like an absent database. */
function databaseReadiness(url: string, open: Closers): () => Promise<Readiness> {
  const database = openDatabase(url, { role: null, max: 1, statementTimeoutMs: 2_000 });
  open.add(() => database.close());
  return async () => {
    try {
      await database.sql`select 1`;
      return { ready: true, details: { database: 'answers' } };
    } catch {
      return { ready: false, details: { database: 'does not answer; see DATABASE_URL and the log' } };
    }
  };
}

async function openDoors(
  configuration: Configuration,
  parts: {
    readonly graph: FederatedGraph;
    readonly identity: Identity;
    readonly readiness: () => Promise<Readiness>;
    readonly metrics: Metrics | null;
  },
  log: Log,
): Promise<RunningServer> {
  const { graph, identity, readiness, metrics } = parts;
  const { development, viewers } = identity;
  const token = development === null ? null : () => development.tokenFor(pagePerson, pageTokenHours);
  return await startServer({
    configuration,
    graph,
    apolloGateway: apolloGateway(graph),
    viewers,
    log,
    readiness,
    apiSdl: () => printSchema(graph.schema),
    explorer: { query: await readFile(firstOperationFile, 'utf8'), token },
    console: { token },
    developmentIssuer: development,
    metrics,
    observer: metrics?.live,
  });
}

/**
 * Starts everything in this process: database, subgraphs, gateway. What was opened is closed again when something fails.
 * @throws StartError for what whoever started it can mend.
 */
export async function startWeft(configuration: Configuration, log: Log): Promise<RunningWeft> {
  const open = closers(log);
  const metrics = configuration.metrics === 'off' ? null : openMetrics();
  try {
    const opening = openWeftDatabase(configuration, log);
    // The database comes up in a process of its own: meanwhile this one loads what it will need.
    const loading = load(configuration, metrics);
    loading.catch(() => undefined); // awaited below; until then a failure of the database comes first
    const database = await opening;
    open.add(() => database.close());
    const { graph, clients } = await openGraph(configuration, { ...(await loading), metrics }, database, open, log);
    const { dataFolder } = database;
    const accounts = (): SubgraphClient => clients.of('accounts');
    const identity = await openIdentity({ configuration, dataFolder, lookUpViewer: accountsLookUp(accounts), log });
    const onChange = (change: ViewerChange): void => identity.viewers.forget(change);
    const changes = accountsChanges({ accounts, onChange, clock: systemClock, log });
    open.add(() => changes.close());
    const readiness = databaseReadiness(database.url, open);
    const server = await openDoors(configuration, { graph, identity, readiness, metrics }, log);
    open.add(() => server.close());
    return { url: server.url, hasDevelopmentIdentities: identity.development !== null, close: () => open.close() };
  } catch (error) {
    await open.close();
    throw error;
  }
}
