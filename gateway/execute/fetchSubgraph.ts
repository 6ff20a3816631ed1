import { ClientError } from '../../lib/errors.ts';
import { isOpenRecord, type OpenRecord, ownValue, setOwn } from '../../lib/own.ts';
import type { EntityTargets, FetchStep, PathStep, RewriteStep } from '../plan/executablePlan.ts';
import { mergeData } from '../plan/mergeData.ts';
import { rewriteData } from '../plan/rewriteData.ts';
import type { SubgraphError, SubgraphResponse } from '../subgraph/subgraphClient.ts';
import { askSubgraph } from './askSubgraph.ts';
import { contextGroups } from './contextGroups.ts';
import type { Execution } from './execution.ts';
import { inOrder, type Representations, representations, representationsAt } from './representations.ts';
import { type AddedVariable, SubgraphCall } from './subgraphCall.ts';
import { type FetchSite, reportFailedFetch, reportSubgraphErrors, siteOf } from './subgraphErrors.ts';
import { targetsAt } from './targetsAt.ts';

/** A fetch without representations: its answer goes into every target as it is. */
export async function fetchRoot(execution: Execution, step: FetchStep, targets: readonly OpenRecord[]): Promise<void> {
  const site = siteOf(step);
  const response = await answerOrNull(execution, step, [], [site]);
  if (response === null) return;
  if (isOpenRecord(response.data)) {
    rewriteData(step.outputRewrites, response.data);
    for (const target of targets) mergeData(target, response.data);
  }
  reportSubgraphErrors(execution, site, response.errors ?? [], null);
}

/** A fetch of `_entities` for the objects at a path: each answer goes into every object that its representation stands for. */
export async function fetchEntities(
  execution: Execution,
  step: FetchStep,
  entities: EntityTargets,
  from: readonly OpenRecord[],
  path: readonly PathStep[],
): Promise<void> {
  if (entities.contexts.length === 0) {
    await fetchRepresented(execution, step, entities, representationsAt(entities, from, path), []);
    return;
  }
  const targets = targetsAt(from, path);
  const groups = contextGroups(execution.data, step.path, entities.contexts, new Set(targets));
  await Promise.all(
    groups.map(({ targets, variables }) =>
      fetchRepresented(execution, step, entities, representations(entities, targets), variables),
    ),
  );
}

async function fetchRepresented(
  execution: Execution,
  step: FetchStep,
  entities: EntityTargets,
  found: Representations,
  variables: readonly AddedVariable[],
): Promise<void> {
  const sent = step.sharing === null ? found : inOrder(found);
  if (sent.texts.length === 0) return;
  const site = siteOf(step);
  const added = [...variables, { name: 'representations', json: `[${sent.texts.join(',')}]` }];
  const response = await answerOrNull(execution, step, added, [site]);
  if (response === null) return;
  const errors = response.errors ?? [];
  reportSubgraphErrors(execution, site, errors, sent);
  const answered = isOpenRecord(response.data) ? ownValue(response.data, '_entities') : undefined;
  takeEntities(execution, site, {
    entities,
    outputRewrites: step.outputRewrites,
    sent,
    answered,
    hasErrors: errors.length > 0,
  });
}

/** What came for the representations of one site. */
export interface AnsweredEntities {
  readonly entities: EntityTargets;
  readonly outputRewrites: readonly RewriteStep[];
  readonly sent: Representations;
  readonly answered: unknown;
  /** True when the answer has said already that something went wrong. */
  readonly hasErrors: boolean;
}

/** Merges what came into the objects it was asked for. An answer that has not one entity for each that was asked for is taken for none. */
export function takeEntities(execution: Execution, site: FetchSite, taken: AnsweredEntities): void {
  const { entities, outputRewrites, sent, answered, hasErrors } = taken;
  if (!Array.isArray(answered) || answered.length !== sent.texts.length) {
    if (hasErrors) return;
    const says = `The subgraph "${site.subgraph}" did not answer with one entity for each that it was asked for.`;
    reportFailedFetch(execution, [site], new ClientError('SUBGRAPH_MALFORMED', says, { subgraph: site.subgraph }));
    return;
  }
  if (outputRewrites.length > 0) rewriteEntities(outputRewrites, sent, answered);
  const { targets, indexes } = sent;
  const malformed = new Set<number>();
  for (let index = 0; index < targets.length; index += 1) {
    const target = targets[index];
    const entity: unknown = answered[indexes[index] ?? -1];
    if (target === undefined || entity === null) continue;
    if (isOpenRecord(entity)) entities.merge(target, entity);
    else malformed.add(indexes[index] ?? -1);
  }
  if (malformed.size > 0) reportSubgraphErrors(execution, site, [...malformed].map(notAnEntity(site)), sent);
}

function notAnEntity({ subgraph }: FetchSite): (index: number) => SubgraphError {
  const message = `The subgraph "${subgraph}" answered with something that is not an entity.`;
  const extensions = { subgraph, code: 'SUBGRAPH_MALFORMED' };
  return (index) => ({ message, path: ['_entities', index], extensions });
}

/** Rewrites ask for the type of the object, which the answer states only when it was selected. */
function rewriteEntities(rewrites: readonly RewriteStep[], sent: Representations, answered: readonly unknown[]): void {
  answered.forEach((entity, index) => {
    if (!isOpenRecord(entity) || Object.hasOwn(entity, '__typename')) return;
    const representation: unknown = JSON.parse(sent.texts[index] ?? 'null');
    if (isOpenRecord(representation)) setOwn(entity, '__typename', ownValue(representation, '__typename'));
  });
  rewriteData(rewrites, answered);
}

/** The answer, or null when there is none, which is then reported. Throws only when the operation was aborted. */
export async function answerOrNull(
  execution: Execution,
  step: Parameters<typeof askSubgraph>[1],
  added: readonly AddedVariable[],
  sites: readonly FetchSite[],
): Promise<SubgraphResponse | null> {
  try {
    return await askSubgraph(execution, step, new SubgraphCall(execution, step, added));
  } catch (thrown) {
    if (execution.context.signal.aborted) throw execution.context.signal.reason;
    reportFailedFetch(execution, sites, thrown);
    return null;
  }
}
