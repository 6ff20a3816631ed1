import { ClientError } from '../../lib/errors.ts';
import { isOpenRecord, type OpenRecord } from '../../lib/own.ts';
import type { FetchStep } from '../plan/executablePlan.ts';
import type { SubgraphRequest, SubgraphResponse } from '../subgraph/subgraphClient.ts';
import type { Execution } from './execution.ts';
import { mergeData } from './mergeData.ts';
import { type Representations, representations } from './representations.ts';
import { rewriteData } from './rewriteData.ts';
import { reportFailedFetch, reportSubgraphErrors } from './subgraphErrors.ts';

/** The request of a fetch: only the variables that it uses, and the representations if it sends any. */
export function subgraphRequest(execution: Execution, step: FetchStep, sent: Representations | null): SubgraphRequest {
  const variables: OpenRecord = {};
  for (const name of step.variables) {
    if (Object.hasOwn(execution.variables, name)) variables[name] = execution.variables[name];
  }
  if (sent !== null) variables['representations'] = sent.list;
  const { viewer, requestId, headers, incoming } = execution.context;
  const { query, document, operationName, operationKind, path } = step;
  return { query, document, operationName, operationKind, variables, viewer, requestId, headers, incoming, path };
}

/** A fetch without representations: its answer goes into every target as it is. */
export async function fetchRoot(execution: Execution, step: FetchStep, targets: readonly OpenRecord[]): Promise<void> {
  const response = await ask(execution, step, null);
  if (response === null) return;
  if (isOpenRecord(response.data)) {
    rewriteData(step.outputRewrites, response.data);
    for (const target of targets) mergeData(target, response.data);
  }
  reportSubgraphErrors(execution, step, response.errors ?? [], null);
}

/** A fetch of `_entities`: each answer goes into every target that its representation stands for. */
export async function fetchEntities(
  execution: Execution,
  step: FetchStep,
  targets: readonly OpenRecord[],
): Promise<void> {
  const sent = representations(step, targets);
  if (sent.list.length === 0) return;
  const response = await ask(execution, step, sent);
  if (response === null) return;
  reportSubgraphErrors(execution, step, response.errors ?? [], sent);
  const entities = response.data?.['_entities'];
  if (Array.isArray(entities) && entities.length === sent.list.length) {
    mergeEntities(step, sent, entities);
  } else if (response.errors === undefined || response.errors.length === 0) {
    const says = `The subgraph "${step.subgraph}" did not answer with one entity for each that it was asked for.`;
    reportFailedFetch(execution, step, new ClientError('SUBGRAPH_MALFORMED', says, { subgraph: step.subgraph }));
  }
}

function mergeEntities(step: FetchStep, sent: Representations, entities: readonly unknown[]): void {
  if (step.outputRewrites.length > 0) {
    entities.forEach((entity, index) => {
      const typeName = sent.list[index]?.['__typename'];
      // Rewrites ask for the type of the object, which the answer states only when it was selected.
      if (isOpenRecord(entity) && !Object.hasOwn(entity, '__typename')) entity['__typename'] = typeName;
    });
    rewriteData(step.outputRewrites, entities);
  }
  for (const [target, index] of sent.indexOf) {
    const entity = entities[index];
    if (isOpenRecord(entity)) mergeData(target, entity);
  }
}

/** The answer, or null when there is none, which is then reported. Throws only when the operation was aborted. */
async function ask(
  execution: Execution,
  step: FetchStep,
  sent: Representations | null,
): Promise<SubgraphResponse | null> {
  const { signal } = execution.context;
  signal.throwIfAborted();
  try {
    const client = execution.clientOf(step.subgraph);
    const response = await client.execute(subgraphRequest(execution, step, sent), signal);
    signal.throwIfAborted();
    return response;
  } catch (thrown) {
    if (signal.aborted) throw signal.reason;
    reportFailedFetch(execution, step, thrown);
    return null;
  }
}
