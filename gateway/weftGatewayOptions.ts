import type { GatewayConfig, SupergraphManager } from '@apollo/gateway';
import type { Log } from '../lib/log.ts';
import type { EmbeddedCallers } from './embeddedCaller.ts';
import type { OperationLimits } from './plan/operationLimits.ts';
import type { PlannerName } from './plan/planner.ts';

/** What ApolloGateway of @apollo/gateway takes, and what only this gateway has. */
export type WeftGatewayOptions = GatewayConfig &
  EmbeddedCallers & {
    /** How long a subgraph may take, in milliseconds, where no `buildService` says how it is asked. */
    readonly subgraphTimeoutMs?: number;
    /** How large operations may be. */
    readonly operationLimits?: Partial<OperationLimits>;
    /** The planner that is asked first. */
    readonly planner?: PlannerName;
  };

/** Of GraphOS, as Apollo Server hands it over. */
export interface ApolloAccount {
  readonly key?: string;
  readonly graphRef?: string;
}

/** Options that change what happens, and that nothing here stands for: going on without them would be a surprise. */
const refused: Readonly<Record<string, string>> = {
  experimental_updateServiceDefinitions: 'Give a function or a manager as supergraphSdl.',
  experimental_updateSupergraphSdl: 'Give a function or a manager as supergraphSdl.',
  experimental_didResolveQueryPlan: 'Plans are compiled here; there is no QueryPlan to hand out.',
  telemetry: 'This gateway makes no spans of OpenTelemetry.',
};

/** Options that only tune what is done differently here. */
const withoutEffect: readonly string[] = [
  'experimental_approximateQueryPlanStoreMiB',
  'experimental_autoFragmentization',
  'queryPlannerConfig',
  'validateSupergraph',
];

/** Limits of documents for a gateway that stands behind a server with limits of its own: only what would exhaust the process. */
export const embeddedLimits = { maxTokens: 200_000, maxDepth: 500, maxSelections: 50_000 } as const;

/** Throws for the first option that cannot be honoured; says in the log which ones have no effect. */
export function checkOptions(options: WeftGatewayOptions, log: Log): void {
  const given = new Map(Object.entries(options).filter(([, value]) => value !== undefined));
  for (const [name, instead] of Object.entries(refused)) {
    if (given.has(name)) throw new Error(`WeftGateway cannot honour the option "${name}". ${instead}`);
  }
  const { queryPlannerConfig } = options;
  if (queryPlannerConfig?.typeConditionedFetching === true || queryPlannerConfig?.cache !== undefined) {
    const says = 'WeftGateway keeps plans itself, and fetches without type conditions: leave out';
    throw new Error(`${says} "cache" and "typeConditionedFetching" of queryPlannerConfig.`);
  }
  const idle = withoutEffect.filter((name) => given.has(name));
  if (idle.length > 0) log.warn({ options: idle }, 'WeftGateway has its own way of this; the options have no effect');
}

/** Who provides the supergraph: what the options say, or GraphOS. Rejects when nobody does. */
export async function managerOf(options: WeftGatewayOptions, account: ApolloAccount): Promise<SupergraphManager> {
  if ('supergraphSdl' in options) {
    const { supergraphSdl } = options;
    if (typeof supergraphSdl === 'string') return { initialize: async () => ({ supergraphSdl }) };
    return typeof supergraphSdl === 'function' ? { initialize: supergraphSdl } : supergraphSdl;
  }
  const { IntrospectAndCompose, LocalCompose } = await import('@apollo/gateway');
  const { logger } = options;
  const logging = logger === undefined ? {} : { logger };
  if ('localServiceList' in options) return new LocalCompose({ ...options, ...logging });
  if ('serviceList' in options) {
    const { serviceList: subgraphs, serviceHealthCheck, introspectionHeaders, pollIntervalInMs } = options;
    return new IntrospectAndCompose({
      subgraphs,
      ...logging,
      ...(introspectionHeaders === undefined ? {} : { introspectionHeaders }),
      ...(pollIntervalInMs === undefined ? {} : { pollIntervalInMs }),
      ...(serviceHealthCheck === undefined ? {} : { subgraphHealthCheck: serviceHealthCheck }),
    });
  }
  return await managed(options, account);
}

/** The manager of GraphOS. The one option set that is left is the managed one. */
async function managed(options: WeftGatewayOptions, { key, graphRef }: ApolloAccount): Promise<SupergraphManager> {
  if (key === undefined || graphRef === undefined) {
    throw new Error(
      'WeftGateway needs a supergraph: give supergraphSdl as text, function or manager, or set APOLLO_KEY and APOLLO_GRAPH_REF.',
    );
  }
  const { UplinkSupergraphManager } = await import('@apollo/gateway');
  const { logger, debug, fetcher, serviceHealthCheck: shouldRunSubgraphHealthcheck } = options;
  const uplink = 'uplinkEndpoints' in options ? options : {};
  const { uplinkEndpoints, uplinkMaxRetries: maxRetries, fallbackPollIntervalInMs } = uplink;
  const given = {
    logger,
    debug,
    fetcher,
    shouldRunSubgraphHealthcheck,
    uplinkEndpoints,
    maxRetries,
    fallbackPollIntervalInMs,
  };
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return new UplinkSupergraphManager({ ...known, apiKey: key, graphRef });
}
