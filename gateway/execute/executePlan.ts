import type { ExecutionResult } from 'graphql';
import { untilAborted } from '../../lib/untilAborted.ts';
import type { RequestContext } from '../graph.ts';
import type { ExecutablePlan } from '../plan/executablePlan.ts';
import type { Execution, ExecutionPorts } from './execution.ts';
import { faultError } from './faultError.ts';
import { runStep } from './runStep.ts';
import { shapeResponse } from './shapeResponse.ts';

/** One operation, ready to run. */
export interface PlannedRun {
  readonly plan: ExecutablePlan;
  /** Coerced. */
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: RequestContext;
}

/** Runs a query or mutation. Never rejects: an abort is an answer with its reason, without data. */
export async function executePlan(ports: ExecutionPorts, run: PlannedRun): Promise<ExecutionResult> {
  return await completeExecution(run.plan, {
    clientOf: ports.clientOf,
    log: ports.log,
    errorPolicy: ports.errorPolicy,
    context: run.context,
    variables: run.variables,
    data: {},
    errors: [],
  });
}

/** Runs what is left of a plan on the data that an execution begins with, and shapes the answer. Never rejects. */
export async function completeExecution(plan: ExecutablePlan, execution: Execution): Promise<ExecutionResult> {
  const { context, errors, log } = execution;
  try {
    if (plan.root !== null) await untilAborted(runStep(execution, plan.root, [execution.data]), context.signal);
    const data = shapeResponse(plan, execution);
    return errors.length === 0 ? { data } : { errors, data };
  } catch (thrown) {
    if (!context.signal.aborted) log.error({ requestId: context.requestId, cause: thrown }, 'An execution failed');
    return { errors: [faultError(thrown)] };
  }
}
