import type { ExecutionResult } from 'graphql';
import { type MappedIterator, mapIterator } from '../../lib/mapIterator.ts';
import { isOpenRecord } from '../../lib/own.ts';
import { completeExecution, newExecution, type PlannedRun } from '../execute/executePlan.ts';
import type { Execution, ExecutionPorts } from '../execute/execution.ts';
import { faultError } from '../execute/faultError.ts';
import { SubgraphCall } from '../execute/subgraphCall.ts';
import { reportFailedFetch, reportSubgraphErrors, siteOf } from '../execute/subgraphErrors.ts';
import type { ExecutablePlan, FetchStep } from '../plan/executablePlan.ts';
import { mergeData } from '../plan/mergeData.ts';
import { rewriteData } from '../plan/rewriteData.ts';
import type { SubgraphResponse } from '../subgraph/subgraphClient.ts';
import type { ActiveSubscriptions } from './activeSubscriptions.ts';

/**
 * Opens the stream of a subscription's own subgraph and completes each of its events from the others. Events are pulled: the next one is
 * asked for when the reader asks, so a slow reader holds back its source and nothing piles up here. A result in place of a stream says
 * why it could not be opened. Never rejects; a stream that breaks ends with a last result that says why.
 */
export async function subscribePlan(
  ports: ExecutionPorts & { readonly subscriptions: ActiveSubscriptions },
  run: PlannedRun,
): Promise<MappedIterator<ExecutionResult> | ExecutionResult> {
  const { plan, context } = run;
  // A subscription whose one field the viewer may not see is not opened.
  if (plan.primary === null && plan.denied !== null) return { errors: [...plan.denied(run.variables)] };
  if (plan.primary === null) throw new Error('Only the plan of a subscription has a stream');
  const { primary } = plan;
  const opening = newExecution(ports, run, null);
  try {
    context.signal.throwIfAborted();
    const request = new SubgraphCall(opening, primary, []);
    const source = await ports.clientOf(primary.subgraph).subscribe(request, context.signal);
    const stream: MappedIterator<ExecutionResult> = mapIterator(
      toLastEvent(source),
      (event) => completeEvent(plan, primary, newExecution(ports, run, null), event),
      () => ports.subscriptions.remove(stream),
    );
    ports.subscriptions.add(stream);
    return stream;
  } catch (thrown) {
    if (context.signal.aborted) return { errors: [faultError(context.signal.reason)] };
    reportFailedFetch(opening, [siteOf(primary)], thrown);
    return { errors: opening.errors };
  }
}

/** An event of the source, or what broke it. */
type SourceEvent = { readonly response: SubgraphResponse } | { readonly thrown: unknown };

/** The source with its failure as a last item, so that it reaches the reader as a result. */
function toLastEvent(source: AsyncIterator<SubgraphResponse>): AsyncIterator<SourceEvent> {
  let broken = false;
  return {
    async next() {
      if (broken) return { done: true, value: undefined };
      try {
        const item = await source.next();
        return item.done === true ? item : { done: false, value: { response: item.value } };
      } catch (thrown) {
        broken = true;
        return { done: false, value: { thrown } };
      }
    },
    async return() {
      await source.return?.();
      return { done: true, value: undefined };
    },
  };
}

async function completeEvent(
  plan: ExecutablePlan,
  primary: FetchStep,
  execution: Execution,
  event: SourceEvent,
): Promise<ExecutionResult> {
  if ('thrown' in event) {
    reportFailedFetch(execution, [siteOf(primary)], event.thrown);
    return { errors: execution.errors };
  }
  const { data, errors = [] } = event.response;
  reportSubgraphErrors(execution, siteOf(primary), errors, null);
  // An event that is nothing but errors has nothing to complete.
  if (!isOpenRecord(data)) return { errors: execution.errors, data: null };
  rewriteData(primary.outputRewrites, data);
  mergeData(execution.data, data);
  return await completeExecution(plan, execution);
}
