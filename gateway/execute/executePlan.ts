import type { ExecutionResult } from 'graphql';
import { untilAborted } from '../../lib/untilAborted.ts';
import type { AnswerText, RequestContext } from '../graph.ts';
import type { ExecutablePlan } from '../plan/executablePlan.ts';
import type { Audience } from './audiences.ts';
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

/** An execution at its beginning. Without an audience it reads everything for itself. */
export function newExecution(ports: ExecutionPorts, run: PlannedRun, audience: Audience | null): Execution {
  return {
    clientOf: ports.clientOf,
    log: ports.log,
    errorPolicy: ports.errorPolicy,
    context: run.context,
    variables: run.variables,
    data: {},
    errors: [...(run.plan.denied?.(run.variables) ?? [])],
    clientKeys: run.plan.clientKeys,
    audience,
    answers: new Map(),
    landed: null,
    trace: run.context.explain === true ? [] : null,
  };
}

/** Runs what is left of a plan on the data that an execution begins with, and shapes the answer. Never rejects: an abort is an answer with its reason, without data. */
export async function completeExecution(plan: ExecutablePlan, execution: Execution): Promise<ExecutionResult> {
  const { context, errors } = execution;
  try {
    if (plan.root !== null) await untilAborted(runStep(execution, plan.root, [execution.data]), context.signal);
    const data = shapeResponse(plan, plan.response.shape, execution);
    return errors.length === 0 ? { data } : { errors, data };
  } catch (thrown) {
    return failed(execution, thrown);
  }
}

/** The same, with the answer as text: written by the operation's own program where the data allows it. */
export async function completeAsText(plan: ExecutablePlan, execution: Execution): Promise<AnswerText> {
  const { context, errors, variables } = execution;
  try {
    if (plan.root !== null) await untilAborted(runStep(execution, plan.root, [execution.data]), context.signal);
    const { response } = plan;
    const data =
      response.text(execution.data, (nodes) => plan.introspect(nodes, variables)) ??
      JSON.stringify(shapeResponse(plan, response.shape, execution));
    return errors.length === 0 ? { data } : { errors, data };
  } catch (thrown) {
    return failed(execution, thrown);
  }
}

function failed({ context, log }: Execution, thrown: unknown): Pick<ExecutionResult, 'errors'> {
  if (!context.signal.aborted) log.error({ requestId: context.requestId, cause: thrown }, 'An execution failed');
  return { errors: [faultError(thrown)] };
}
