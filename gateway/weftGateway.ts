import type { GatewayConfig, SupergraphManager } from '@apollo/gateway';
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { type ExecutionResult, GraphQLError, type GraphQLSchema } from 'graphql';
import { type Closers, closers } from '../lib/closers.ts';
import type { Log } from '../lib/log.ts';
import { apolloLog } from './apolloLog.ts';
import { type DataSources, dataSources } from './dataSources.ts';
import { embeddedContext, embeddedLabels, embeddedPolicies } from './embeddedCaller.ts';
import { type FederatedGraph, federatedGraph } from './federatedGraph.ts';
import { type HealthyService, healthCheck } from './healthCheck.ts';
import { defaultOperationLimits } from './plan/operationLimits.ts';
import { stockRefusal, stockResult } from './stockResult.ts';
import type { IncomingRequest } from './subgraph/dataSourceClient.ts';
import { currentSupergraph } from './supergraph/currentSupergraph.ts';
import { loadSupergraph, type Supergraph } from './supergraph/supergraph.ts';
import { type SupergraphUpdates, supergraphUpdates } from './supergraph/supergraphUpdates.ts';
import {
  type ApolloAccount,
  checkOptions,
  embeddedLimits,
  managerOf,
  type WeftGatewayOptions,
} from './weftGatewayOptions.ts';

type ApolloServerGateway = ApolloServerOptionsWithGateway<Record<string, unknown>>['gateway'];
type SchemaListener = Parameters<ApolloServerGateway['onSchemaLoadOrUpdate']>[0];

/** Of the environment, in lower case: what the fetcher of RemoteGraphQLDataSource goes through. */
const proxyVariables: ReadonlySet<string> = new Set(['http_proxy', 'https_proxy', 'proxy']);

/** The engine over the supergraph in use. */
interface Opened {
  readonly graph: FederatedGraph;
  readonly updates: SupergraphUpdates;
}

/**
 * This engine in place of ApolloGateway of @apollo/gateway: the same options, the same answers, as the `gateway` of an ApolloServer.
 * docs/migration.md says what is different.
 */
export class WeftGateway implements ApolloServerGateway {
  readonly #options: WeftGatewayOptions;
  readonly #log: Log;
  readonly #sources: DataSources;
  readonly #open: Closers;
  readonly #listeners = new Set<SchemaListener>();
  #phase: 'new' | 'loading' | 'loaded' | 'failed' | 'stopped' = 'new';
  #opened: Opened | null = null;
  #manager: SupergraphManager | undefined;

  /** Throws for an option that cannot be honoured. */
  constructor(options: WeftGatewayOptions = {}) {
    this.#options = options;
    this.#log = apolloLog(options.logger, options.debug === true);
    checkOptions(options, this.#log);
    const { buildService, subgraphTimeoutMs: timeoutMs = 60_000 } = options;
    const isProxied = Object.keys(process.env).some((name) => proxyVariables.has(name.toLowerCase()));
    this.#sources = dataSources({ buildService, timeoutMs, isProxied, log: this.#log });
    this.#open = closers(this.#log);
    this.#open.add(() => this.#sources.close());
  }

  /** The API schema in use; undefined before `load`. */
  get schema(): GraphQLSchema | undefined {
    return this.#opened?.graph.schema;
  }

  get supergraphManager(): SupergraphManager | undefined {
    return this.#manager;
  }

  /** Calls back with each schema from now on; the returned function ends that. */
  onSchemaLoadOrUpdate(callback: SchemaListener): () => void {
    this.#listeners.add(callback);
    return () => this.#listeners.delete(callback);
  }

  /** Takes the first supergraph. Rejects when there is none, or when it is not good. To be called once. */
  async load(options: { readonly apollo?: ApolloAccount } = {}) {
    if (this.#phase !== 'new') throw new Error(`WeftGateway.load was called when the gateway was ${this.#phase}.`);
    this.#phase = 'loading';
    try {
      const manager = await managerOf(this.#options, options.apollo ?? {});
      const { supergraphSdl, cleanup } = await manager.initialize({
        update: (sdl) => this.#take(sdl),
        healthCheck: async (sdl) => void (await healthCheck(this.#sources, this.#load(sdl))),
        getDataSource: (definition) => this.#sources.of(definition),
      });
      if (cleanup !== undefined) this.#open.add(cleanup);
      this.#take(supergraphSdl);
      this.#manager = manager;
      this.#phase = 'loaded';
    } catch (error) {
      this.#phase = 'failed';
      await this.#open.close();
      throw error;
    }
    return { schema: this.#inUse().graph.schema, executor: this.executor };
  }

  /** Answers one operation. Rejects when the gateway is not loaded, and with what `callerOf` throws. */
  readonly executor = async (request: IncomingRequest): Promise<ExecutionResult> => {
    const { graph } = this.#inUse();
    const { operationName, variables } = request.request;
    const operation = graph.prepare({ query: request.source, operationName, variables });
    if ('errors' in operation) return stockRefusal(operation.errors);
    if (operation.kind === 'subscription') return { errors: [new GraphQLError('Subscriptions have no place here.')] };
    return stockResult(await graph.execute(operation, await embeddedContext(this.#options, request)));
  };

  /** Asks every subgraph in use whether it answers. Rejects naming one that does not. */
  async serviceHealthCheck(): Promise<readonly HealthyService[]> {
    return await healthCheck(this.#sources, this.#inUse().graph.supergraph.value);
  }

  /** Ends everything that runs by itself, the manager's work included. Safe to call twice. */
  async stop(): Promise<void> {
    if (this.#phase === 'new' || this.#phase === 'failed') return;
    this.#phase = 'stopped';
    this.#opened?.updates.stop();
    await this.#open.close();
  }

  #inUse(): Opened {
    if (this.#opened === null) throw new Error('WeftGateway has no supergraph yet: call load() first.');
    return this.#opened;
  }

  /** The first supergraph, or another one. Throws what is wrong with it; the old one then serves on. */
  #take(sdl: string): void {
    if (this.#phase === 'stopped' || this.#phase === 'failed') {
      throw new Error(`A supergraph came to a WeftGateway that is ${this.#phase}.`);
    }
    if (this.#opened === null) {
      const first = this.#load(sdl);
      this.#sources.accept(first);
      this.#opened = this.#openWith(first);
      this.#tell(first, null);
    } else {
      this.#opened.updates.offer(sdl).catch((error: unknown) => {
        this.#log.error({ error }, 'A supergraph could not be put in use');
      });
    }
  }

  #openWith(first: Supergraph): Opened {
    const log = this.#log;
    const { clientOf, accept } = this.#sources;
    const current = currentSupergraph(first);
    const limits = { ...defaultOperationLimits, ...embeddedLimits, ...this.#options.operationLimits };
    const policies = embeddedPolicies(this.#options);
    const overrideLabels = embeddedLabels(this.#options);
    const errorPolicy = 'passed';
    const graph = federatedGraph({ supergraph: current, clientOf, log, limits, policies, overrideLabels, errorPolicy });
    let before = first;
    current.onSwap((next) => {
      this.#tell(next, before);
      before = next;
    });
    const load = (sdl: string): Supergraph => this.#load(sdl);
    return { graph, updates: supergraphUpdates({ current, load, planAhead: graph.planAhead, accept, log }) };
  }

  #load(sdl: string): Supergraph {
    return loadSupergraph(sdl, { planner: this.#options.planner, log: this.#log });
  }

  #tell(next: Supergraph, before: Supergraph | null): void {
    const didUpdate = this.#options.experimental_didUpdateSupergraph;
    const told = [...this.#listeners].map(
      (listener) => () => listener({ apiSchema: next.apiSchema, coreSupergraphSdl: next.sdl }),
    );
    for (const tell of [
      ...told,
      () => didUpdate?.(composition(next), before === null ? undefined : composition(before)),
    ]) {
      try {
        tell();
      } catch (error) {
        this.#log.error({ error }, 'A listener to schema updates threw; the schema is in use all the same');
      }
    }
  }
}

type CompositionInfo = Parameters<NonNullable<GatewayConfig['experimental_didUpdateSupergraph']>>[0];

function composition({ hash, sdl, apiSchema }: Supergraph): CompositionInfo {
  return { compositionId: hash, supergraphSdl: sdl, schema: apiSchema };
}
