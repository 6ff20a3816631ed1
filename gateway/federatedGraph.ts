import { setMaxListeners } from 'node:events';
import { GraphQLError, print } from 'graphql';
import type { ClientError } from '../lib/errors.ts';
import type { Log } from '../lib/log.ts';
import type { PlannedRun } from './execute/executePlan.ts';
import type { ExecutionPorts } from './execute/execution.ts';
import { executor } from './execute/executor.ts';
import { faultError } from './execute/faultError.ts';
import type { Graph, OperationRequest, ReadyOperation, RequestContext } from './graph.ts';
import { describePlan } from './plan/describePlan.ts';
import { defaultOperationLimits, type OperationLimits } from './plan/operationLimits.ts';
import { type OperationPlanner, operationPlanner, type PreparedOperation } from './plan/operationPlanner.ts';
import type { SubgraphClient } from './subgraph/subgraphClient.ts';
import { activeSubscriptions } from './subscribe/activeSubscriptions.ts';
import { subscribePlan } from './subscribe/subscribePlan.ts';
import type { CurrentSupergraph } from './supergraph/currentSupergraph.ts';

/** The graph with what its owner needs of it. */
export interface FederatedGraph extends Graph {
  /** The supergraph in use, and the news of another one. */
  readonly supergraph: CurrentSupergraph;
  /** Ends every live subscription with a last result that carries the reason; resolves when their sources have closed. */
  closeSubscriptions(reason: ClientError): Promise<void>;
  readonly openSubscriptions: number;
  /** The plan of an operation as text for people; variables need no values. Throws the first GraphQLError of an operation that is refused. */
  planOf(request: OperationRequest): string;
}

/** What the graph is made of. */
export interface FederatedGraphOptions {
  readonly supergraph: CurrentSupergraph;
  /** The client of a subgraph by its name in the supergraph; may throw when there is none. */
  readonly clientOf: (subgraphName: string) => SubgraphClient;
  readonly log: Log;
  readonly limits?: OperationLimits | undefined;
}

/** The federation engine behind the port that every door uses. Work in flight keeps the supergraph generation it was prepared for. */
export function federatedGraph(options: FederatedGraphOptions): FederatedGraph {
  const { supergraph, clientOf, log, limits = defaultOperationLimits } = options;
  const subscriptions = activeSubscriptions();
  const ports: ExecutionPorts = { clientOf, log };
  const engine = executor(ports);

  let planner = operationPlanner(supergraph.value, limits);
  const currentPlanner = (): OperationPlanner => {
    // A new generation begins with nothing remembered; what is running holds on to the old one by itself.
    if (planner.supergraph !== supergraph.value) planner = operationPlanner(supergraph.value, limits);
    return planner;
  };
  const prepare = (request: OperationRequest): ReturnType<OperationPlanner['prepare']> =>
    currentPlanner().prepare(request);

  const planned = (operation: ReadyOperation, context: RequestContext): PlannedRun | { errors: GraphQLError[] } => {
    const prepared = isPrepared(operation) ? operation : prepare(asRequest(operation));
    if ('errors' in prepared) return { errors: [...prepared.errors] };
    // Each fetch of the operation listens to the signal; many of them are no leak.
    setMaxListeners(0, context.signal);
    try {
      return { plan: prepared.plan(), variables: prepared.variables, context };
    } catch (thrown) {
      if (thrown instanceof GraphQLError) return { errors: [thrown] };
      log.error({ requestId: context.requestId, cause: thrown }, 'An operation could not be planned');
      return { errors: [faultError(thrown)] };
    }
  };

  return {
    supergraph,
    get schema() {
      return supergraph.value.apiSchema;
    },
    prepare,
    async execute(operation, context) {
      const run = planned(operation, context);
      return 'errors' in run ? run : await engine.execute(run);
    },
    async answer(operation, context) {
      const run = planned(operation, context);
      return 'errors' in run ? run : await engine.answer(run);
    },
    async subscribe(operation, context) {
      const run = planned(operation, context);
      return 'errors' in run ? run : await subscribePlan({ ...ports, subscriptions }, run);
    },
    closeSubscriptions: (reason) => subscriptions.closeAll(reason),
    get openSubscriptions() {
      return subscriptions.count;
    },
    planOf: (request) => describePlan(currentPlanner().plan(request)),
  };
}

function isPrepared(operation: ReadyOperation): operation is PreparedOperation {
  return 'plan' in operation;
}

/** An operation that somebody put together without `prepare`. */
function asRequest({ document, operationName, variables }: ReadyOperation): OperationRequest {
  return { query: print(document), operationName, variables };
}
