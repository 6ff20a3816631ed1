import { isOpenRecord, type OpenRecord, ownValue } from '../../lib/own.ts';
import type { BatchFetchStep } from '../plan/executablePlan.ts';
import type { Execution } from './execution.ts';
import { answerOrNull, takeEntities } from './fetchSubgraph.ts';
import { representations } from './representations.ts';
import { reportSubgraphErrors, siteOfPart } from './subgraphErrors.ts';
import { targetsAt } from './targetsAt.ts';

/** One request for the entities of several places. What a place has no objects for is asked for with no representations. */
export async function fetchBatch(execution: Execution, step: BatchFetchStep): Promise<void> {
  const parts = step.parts.map((part) => {
    const objects: OpenRecord[] = [];
    for (const path of part.paths) for (const object of targetsAt([execution.data], path)) objects.push(object);
    return { part, site: siteOfPart(step, part), sent: representations(part.entities, objects) };
  });
  if (parts.every(({ sent }) => sent.texts.length === 0)) return;
  const added = parts.map(({ part, sent }) => ({ name: part.variable, json: `[${sent.texts.join(',')}]` }));
  const sites = parts.filter(({ sent }) => sent.texts.length > 0).map(({ site }) => site);
  const response = await answerOrNull(execution, step, added, sites);
  if (response === null) return;
  const errors = response.errors ?? [];
  const { data } = response;
  for (const { part, site, sent } of parts) {
    if (sent.texts.length === 0) continue;
    const own = errors.filter(({ path = [] }) => path.length === 0 || path[0] === part.alias);
    reportSubgraphErrors(execution, site, own, sent);
    const answered = isOpenRecord(data) ? ownValue(data, part.alias) : undefined;
    const { entities, outputRewrites } = part;
    takeEntities(execution, site, { entities, outputRewrites, sent, answered, hasErrors: own.length > 0 });
  }
}
