import type { BatchFetchStep, FetchStep } from '../plan/executablePlan.ts';
import type { SubgraphResponse } from '../subgraph/subgraphClient.ts';
import type { Execution } from './execution.ts';
import { type Flight, flight, tooLate } from './flights.ts';
import type { SubgraphCall } from './subgraphCall.ts';

/**
 * The answer of a subgraph to a call. Rejects as the port does, and with the signal's reason when the operation was aborted.
 *
 * Equal queries are sent once: within an execution, fetches of one `sharing` group get the very same objects; between executions of one audience a query that
 * is under way is joined, and each gets a copy. Mutations are never shared.
 */
export async function askSubgraph(
  execution: Execution,
  step: FetchStep | BatchFetchStep,
  call: SubgraphCall,
): Promise<SubgraphResponse> {
  const { signal } = execution.context;
  signal.throwIfAborted();
  const began = execution.trace === null ? 0 : performance.now();
  try {
    const response = await shared(execution, step, call);
    signal.throwIfAborted();
    return response;
  } catch (thrown) {
    throw signal.aborted ? signal.reason : thrown;
  } finally {
    execution.trace?.push({
      subgraph: step.subgraph,
      operationName: step.operationName,
      beganMs: began,
      endedMs: performance.now(),
    });
  }
}

function shared(execution: Execution, step: FetchStep | BatchFetchStep, call: SubgraphCall): Promise<SubgraphResponse> {
  if (step.operationKind !== 'query') return send(execution, step, call);
  if (step.kind === 'BatchFetch' || step.sharing === null) return joined(execution, step, call);
  const key = `${step.sharing}\n${call.body}`;
  let answer = execution.answers.get(key);
  if (answer === undefined) {
    answer = joined(execution, step, call);
    execution.answers.set(key, answer);
  }
  return answer;
}

/** Joins a query of the same audience that is under way, or begins one that others may join. */
async function joined(
  execution: Execution,
  step: FetchStep | BatchFetchStep,
  call: SubgraphCall,
): Promise<SubgraphResponse> {
  const { audience, context } = execution;
  if (audience === null) return await send(execution, step, call);
  const key = `${step.subgraph}\n${call.body}`;
  const known = audience.fetches.get(key);
  if (known !== undefined) {
    try {
      return await known.copy();
    } catch (thrown) {
      // Whoever asked first may have left, which must not hurt the others; they ask again, each for itself.
      if (thrown !== tooLate && !known.signal.aborted) throw thrown;
      context.signal.throwIfAborted();
      return await send(execution, step, call);
    }
  }
  const own: Flight = flight(() => send(execution, step, call), context.signal);
  audience.fetches.set(key, own);
  try {
    return await own.answer;
  } finally {
    if (audience.fetches.get(key) === own) audience.fetches.delete(key);
  }
}

async function send(
  execution: Execution,
  step: FetchStep | BatchFetchStep,
  call: SubgraphCall,
): Promise<SubgraphResponse> {
  return await execution.clientOf(step.subgraph).execute(call, execution.context.signal);
}
