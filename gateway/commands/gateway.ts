import { printSchema } from 'graphql';
import { systemClock } from '../../lib/clock.ts';
import { type Closers, closers } from '../../lib/closers.ts';
import type { Log } from '../../lib/log.ts';
import { apolloGateway } from '../apolloGateway.ts';
import type { PolicyDecider } from '../authorize/policyDecider.ts';
import type { Configuration } from '../configuration.ts';
import { type FederatedGraph, federatedGraph } from '../federatedGraph.ts';
import { providerViewers } from '../identity/providerViewers.ts';
import { defaultOperationLimits } from '../plan/operationLimits.ts';
import type { PlannerName } from '../plan/planner.ts';
import { type PolicyService, policyService } from '../policyService.ts';
import { type RemoteSubgraphs, remoteSubgraphs } from '../remoteSubgraphs.ts';
import type { Readiness } from '../server/gatewayRoutes.ts';
import { type RunningServer, startServer } from '../server/startServer.ts';
import { StartError } from '../startError.ts';
import type { TransportName } from '../subgraph/subscriptionTransport.ts';
import { noObserver } from '../subscribe/liveObserver.ts';
import { currentSupergraph } from '../supergraph/currentSupergraph.ts';
import { followSupergraph } from '../supergraph/followSupergraph.ts';
import { openSupergraphSource } from '../supergraph/openSupergraphSource.ts';
import { loadSupergraph, type Supergraph } from '../supergraph/supergraph.ts';
import type { SupergraphSource } from '../supergraph/supergraphSource.ts';
import { type SupergraphUpdates, supergraphUpdates, type UpdateStatus } from '../supergraph/supergraphUpdates.ts';
import { type Metrics, openMetrics } from '../telemetry/metrics.ts';

/** What `weft gateway` is told. */
export interface GatewayOptions {
  readonly configuration: Configuration;
  readonly log: Log;
  readonly say: (text: string) => void;
  /** A file or an http(s) address. */
  readonly supergraph: string;
  readonly port: number;
  /** Seconds between two looks at the supergraph; 0 looks once. */
  readonly poll: number;
  /** Addresses by subgraph name, before those of the supergraph. */
  readonly subgraph: ReadonlyMap<string, string>;
  /** How subscriptions reach a subgraph, by its name. */
  readonly subscriptions?: ReadonlyMap<string, TransportName>;
  /** Where they go, by its name. */
  readonly subscriptionsUrl?: ReadonlyMap<string, string>;
  /** Headers of clients that subgraphs are sent too, in lower case. */
  readonly forwardHeader: readonly string[];
  /** The planner that is asked first. */
  readonly planner?: PlannerName;
  /** Operations that are estimated to cost more are refused. */
  readonly maxCost?: number;
  /** How long a list is taken to be that no `@listSize` is said of. */
  readonly listSize?: number;
  /** Who decides about `@policy`. */
  readonly policyUrl?: string;
  /** Labels of progressive overrides that are on for every request, beside percentages. */
  readonly overrideLabel?: readonly string[];
}

/** The policy service decides within this time, or denies. */
const policyMs = 2_000;

/** The graph and how it changes. */
interface Parts {
  readonly graph: FederatedGraph;
  readonly updates: SupergraphUpdates;
  readonly metrics: Metrics | null;
}

async function firstText(source: SupergraphSource, name: string): Promise<string> {
  try {
    const text = await source.read(new AbortController().signal);
    return text ?? '';
  } catch (cause) {
    throw new StartError(`${name} cannot be read: ${messageOf(cause)}`, { cause });
  }
}

const messageOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function openPolicies({ policyUrl: url, log }: GatewayOptions): PolicyService | null {
  return url === undefined ? null : policyService({ url, timeoutMs: policyMs, log });
}

function openSubgraphs({ subgraph, subscriptions, subscriptionsUrl, configuration }: GatewayOptions): RemoteSubgraphs {
  return remoteSubgraphs({
    addresses: subgraph,
    subscriptions,
    subscriptionsUrls: subscriptionsUrl,
    timeoutMs: configuration.limits.requestTimeoutMs,
  });
}

/** The engine over the first supergraph. */
function openGraph(
  { configuration, supergraph, planner, log, maxCost, listSize, overrideLabel = [] }: GatewayOptions,
  text: string,
  { accept, of: clientOf }: RemoteSubgraphs,
  policies: PolicyDecider | undefined,
): Parts {
  try {
    const metrics = configuration.metrics === 'off' ? null : openMetrics();
    const load = (sdl: string): Supergraph => {
      const loaded = loadSupergraph(sdl, { planner, log });
      return metrics?.planning(loaded) ?? loaded;
    };
    const first = load(text);
    accept(first);
    const current = currentSupergraph(first);
    const { maxCost: noMaximum, defaultListSize, ...others } = defaultOperationLimits;
    const limits = { ...others, maxCost: maxCost ?? noMaximum, defaultListSize: listSize ?? defaultListSize };
    const overrideLabels = (label: string): boolean => overrideLabel.includes(label);
    const graph = federatedGraph({
      supergraph: current,
      clientOf,
      log,
      limits,
      policies,
      overrideLabels,
      live: { observer: metrics?.live ?? noObserver },
    });
    return { graph, updates: supergraphUpdates({ current, load, planAhead: graph.planAhead, accept, log }), metrics };
  } catch (cause) {
    throw new StartError(`${supergraph} cannot be used as a supergraph: ${messageOf(cause)}`, { cause });
  }
}

/** Where updates stand; the reason of a refusal is for the log, since it may name what clients do not see. */
function readinessOf({ hash, since, refused }: UpdateStatus): Readiness {
  const supergraph = `${hash.slice(0, 12)}, in use since ${since.toISOString()}`;
  const update = refused === null ? 'none refused' : `refused at ${refused.at.toISOString()}; the log says why`;
  return { ready: true, details: { supergraph, update } };
}

async function openDoors(options: GatewayOptions, { graph, updates, metrics }: Parts): Promise<RunningServer> {
  const { configuration, log, port, forwardHeader } = options;
  return await startServer({
    configuration: { ...configuration, port },
    graph,
    apolloGateway: apolloGateway(graph),
    viewers: providerViewers({ oidc: configuration.oidc, isForwarded: forwardHeader.includes('authorization'), log }),
    forwardedHeaders: forwardHeader,
    log,
    readiness: async () => readinessOf(updates.status),
    apiSdl: () => printSchema(graph.schema),
    explorer: { query: '{ __typename }', token: null },
    developmentIssuer: null,
    metrics,
    observer: metrics?.live,
  });
}

/** Looks for new supergraphs until it is closed. */
function follow(
  { poll, log }: GatewayOptions,
  source: SupergraphSource,
  text: string,
  parts: Parts,
  open: Closers,
): void {
  if (poll <= 0) return;
  const { updates } = parts;
  const stop = new AbortController();
  const followed = { source, updates, text, pollMs: poll * 1_000, clock: systemClock, log };
  const following = followSupergraph(followed, stop.signal);
  open.add(async () => {
    updates.stop();
    stop.abort(new Error('The gateway stops'));
    await following;
  });
}

/** A gateway for any federation 2 supergraph: the same doors and limits as Weft's own, no database. */
export async function gateway(options: GatewayOptions): Promise<() => Promise<void>> {
  const { log, say, supergraph } = options;
  const open = closers(log);
  try {
    const source = openSupergraphSource(supergraph);
    const text = await firstText(source, supergraph);
    const subgraphs = openSubgraphs(options);
    open.add(() => subgraphs.close());
    const policies = openPolicies(options);
    if (policies !== null) open.add(() => policies.close());
    const parts = openGraph(options, text, subgraphs, policies?.decide);
    const server = await openDoors(options, parts);
    open.add(() => server.close());
    follow(options, source, text, parts, open);
    say(`The gateway is ready: ${server.url}/graphql`);
    return () => open.close();
  } catch (error) {
    await open.close();
    throw error;
  }
}
