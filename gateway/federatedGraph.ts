import { setMaxListeners } from 'node:events';
import { GraphQLError, print } from 'graphql';
import type { ClientError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import { untilAborted } from '../lib/untilAborted.ts';
import { denyAll, type PolicyDecider } from './authorize/policyDecider.ts';
import type { PlannedRun } from './execute/executePlan.ts';
import type { ExecutionPorts } from './execute/execution.ts';
import { type Executor, executor, workInFlight } from './execute/executor.ts';
import { faultError } from './execute/faultError.ts';
import type { Graph, OperationRequest, ReadyOperation, RequestContext } from './graph.ts';
import { describePlan } from './plan/describePlan.ts';
import { defaultOperationLimits, type OperationLimits } from './plan/operationLimits.ts';
import { type OperationPlanner, operationPlanner, type PreparedOperation } from './plan/operationPlanner.ts';
import { overrideLabelsOf } from './plan/overrideLabels.ts';
import { type WarmUp, warmUp } from './plan/warmUp.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';
import { type LiveOptions, liveDefaults } from './subscribe/liveOptions.ts';
import { type SubscriptionPorts, Subscriptions } from './subscribe/subscriptions.ts';
import type { CurrentSupergraph } from './supergraph/currentSupergraph.ts';
import type { Supergraph } from './supergraph/supergraph.ts';

/** The graph with what its owner needs of it. */
export interface FederatedGraph extends Graph {
  /** The supergraph in use, and the news of another one. */
  readonly supergraph: CurrentSupergraph;
  /** Ends every live subscription with a last result that carries the reason; resolves when their sources have closed. */
  closeSubscriptions(reason: ClientError): Promise<void>;
  /** Subscriptions of clients. */
  readonly openSubscriptions: number;
  /** Streams of subgraphs that are read for them: fewer, where clients share one. */
  readonly openStreams: number;
  /** Resolves when every subscription goes on by the supergraph in use, or has ended because it does not fit it. */
  subscriptionsSettled(): Promise<void>;
  /** The plan of an operation as text for people; variables need no values. Throws the first GraphQLError of an operation that is refused. */
  planOf(request: OperationRequest): string;
  /** Begins to plan the hottest operations of the generation in use for another one, which has those plans when it is swapped in. */
  planAhead(next: Supergraph): WarmUp;
}

/** What the graph is made of. */
export interface FederatedGraphOptions {
  readonly supergraph: CurrentSupergraph;
  /** The client of a subgraph by its name in the supergraph, for work of that generation; may throw when there is none. */
  readonly clientOf: (subgraphName: string, supergraph: Supergraph) => SubgraphClient;
  readonly log: Log;
  readonly errorPolicy?: ExecutionPorts['errorPolicy'];
  readonly limits?: OperationLimits | undefined;
  /** Decides about `@policy`; without it nobody has any policy. */
  readonly policies?: PolicyDecider | undefined;
  /** Whether a label of `@override(label:)` that is no percentage is on for a request; without it none is. Asked when the operation is planned or found planned. */
  readonly overrideLabels?: ((label: string, context: RequestContext) => boolean) | undefined;
  /** How subscriptions are held on to. */
  readonly live?: Partial<LiveOptions> | undefined;
  /** From 0 up to (not including) 1: one throw for each request decides about all percentages. */
  readonly random?: (() => number) | undefined;
}

/** What belongs to one supergraph. */
interface Generation {
  readonly planner: OperationPlanner;
  readonly ports: ExecutionPorts;
  readonly engine: Executor;
}

interface Ready extends Pick<Generation, 'ports' | 'engine'> {
  readonly run: PlannedRun;
}

interface Refused {
  readonly errors: GraphQLError[];
}

/** The federation engine behind the port that every door uses. Work in flight keeps the supergraph generation it was prepared for. */
export function federatedGraph(options: FederatedGraphOptions): FederatedGraph {
  const { supergraph, clientOf, log, errorPolicy, limits = defaultOperationLimits, policies = denyAll } = options;
  const { overrideLabels: isOn = () => false, random = Math.random } = options;
  // What is running holds on to its generation by itself; one that nobody holds is gone with its plans.
  const inFlight = workInFlight();
  const generations = new WeakMap<Supergraph, Generation>();
  const generationOf = (value: Supergraph): Generation => {
    const known = generations.get(value);
    if (known !== undefined) return known;
    const ports: ExecutionPorts = { clientOf: (name) => clientOf(name, value), log, errorPolicy };
    const engine = executor(ports, inFlight, value.hash);
    const fresh: Generation = { planner: operationPlanner(value, limits), ports, engine };
    generations.set(value, fresh);
    return fresh;
  };
  const currentPlanner = (): OperationPlanner => generationOf(supergraph.value).planner;
  const prepare = (request: OperationRequest): ReturnType<OperationPlanner['prepare']> =>
    currentPlanner().prepare(request);

  const refused = (thrown: unknown, { requestId, signal }: RequestContext): Refused => {
    if (thrown instanceof GraphQLError) return { errors: [thrown] };
    if (!signal.aborted) log.error({ requestId, cause: thrown }, 'An operation could not be planned');
    return { errors: [faultError(thrown)] };
  };

  /** Waits only when somebody must be asked about policies. */
  const planned = (operation: ReadyOperation, context: RequestContext): Ready | Refused | Promise<Ready | Refused> => {
    const prepared = isPrepared(operation) ? operation : prepare(asRequest(operation));
    if ('errors' in prepared) return { errors: [...prepared.errors] };
    // Each fetch of the operation listens to the signal; many of them are no leak.
    setMaxListeners(0, context.signal);
    const { variables } = prepared;
    try {
      const overrideLabels = overrideLabelsOf(prepared.supergraph.overrideLabels, random, (label) =>
        isOn(label, context),
      );
      const plan = prepared.plans.forRequest({ context, variables, overrideLabels }, policies);
      const { ports, engine } = generationOf(prepared.supergraph);
      if (!(plan instanceof Promise)) return { ports, engine, run: { plan, variables, context } };
      return untilAborted(plan, context.signal).then(
        (decided) => ({ ports, engine, run: { plan: decided, variables, context } }),
        (thrown: unknown) => refused(thrown, context),
      );
    } catch (thrown) {
      return refused(thrown, context);
    }
  };

  const planSubscription: SubscriptionPorts['plan'] = (operation, context, anew) => {
    const prepared = anew || !isPrepared(operation) ? prepare(asRequest(operation)) : operation;
    if ('errors' in prepared) return prepared;
    const planning = planned(prepared, context);
    if (planning instanceof Promise) return planning.then((ready) => ({ ...ready, operation: prepared }));
    return { ...planning, operation: prepared };
  };
  const subscriptions = new Subscriptions({ ...liveDefaults, random, ...options.live, plan: planSubscription });
  supergraph.onSwap(() => void subscriptions.supergraphChanged());

  return {
    supergraph,
    get schema() {
      return supergraph.value.apiSchema;
    },
    prepare,
    async execute(operation, context) {
      const ready = await planned(operation, context);
      return 'errors' in ready ? ready : await ready.engine.execute(ready.run);
    },
    async answer(operation, context) {
      const planning = planned(operation, context);
      const ready = planning instanceof Promise ? await planning : planning;
      return 'errors' in ready ? ready : await ready.engine.answer(ready.run);
    },
    subscribe: (operation, context, subscriber) => subscriptions.subscribe(operation, context, subscriber),
    closeSubscriptions: (reason) => subscriptions.closeAll(reason),
    get openSubscriptions() {
      return subscriptions.size;
    },
    get openStreams() {
      return subscriptions.streams;
    },
    subscriptionsSettled: () => subscriptions.settled(),
    planOf: (request) => describePlan(currentPlanner().plan(request)),
    planAhead: (next) => warmUp(currentPlanner(), generationOf(next).planner),
  };
}

function isPrepared(operation: ReadyOperation): operation is PreparedOperation {
  return 'plans' in operation;
}

/** An operation that somebody put together without `prepare`. */
function asRequest(operation: ReadyOperation): OperationRequest {
  const { document, operationName, variables } = operation;
  return { query: isPrepared(operation) ? operation.query : print(document), operationName, variables };
}
