import { isOpenRecord, type OpenRecord, ownValue } from '../../lib/own.ts';
import { completeAsText, newExecution, type PlannedRun } from '../execute/executePlan.ts';
import type { ExecutionPorts } from '../execute/execution.ts';
import { reportSubgraphErrors, siteOf } from '../execute/subgraphErrors.ts';
import type { AnswerText, SubscriptionEvent } from '../graph.ts';
import type { LiveKeys, LivePlan } from '../plan/executablePlan.ts';
import { mergeData } from '../plan/mergeData.ts';
import { rewriteData } from '../plan/rewriteData.ts';
import type { SubgraphResponse } from '../subgraph/subgraphClient.ts';

/** A subscription that is planned and open: what each of its events is made with. */
export interface StreamWork {
  readonly ports: ExecutionPorts;
  readonly run: PlannedRun;
  readonly live: LivePlan;
}

/** Completes an event from the other subgraphs and writes it as text; with fresh loaders, so that none serves a row of an earlier event. Never rejects. */
export async function completeEvent(
  { ports, run, live }: StreamWork,
  { data, errors = [] }: SubgraphResponse,
  isPresent: boolean,
): Promise<SubscriptionEvent> {
  const execution = newExecution(ports, run, null);
  reportSubgraphErrors(execution, siteOf(live.primary), errors, null);
  // An event that is nothing but errors has nothing to complete.
  if (!isOpenRecord(data)) return eventOf({ errors: execution.errors, data: 'null' }, nothingKnown, live);
  const known = knownOf(data, live.keys, isPresent);
  rewriteData(live.primary.outputRewrites, data);
  mergeData(execution.data, data);
  return eventOf(await completeAsText(run.plan, execution), known, live);
}

type Known = Pick<SubscriptionEvent, 'cursor' | 'stateKey' | 'committedAtMs'>;

const nothingKnown: Known = { cursor: null, stateKey: null, committedAtMs: null };

function eventOf(answer: AnswerText, known: Known, { mergedAt }: LivePlan): SubscriptionEvent {
  return { answer, ...known, mergedAt, bytes: null };
}

/** The cursor of an event of a subgraph, as the engine asked for it. */
export function cursorIn(data: unknown, keys: LiveKeys): string | null {
  const root = isOpenRecord(data) ? ownValue(data, keys.root) : null;
  return isOpenRecord(root) ? textAt(root, keys.cursor) : null;
}

function knownOf(data: OpenRecord, keys: LiveKeys, isPresent: boolean): Known {
  const root = ownValue(data, keys.root);
  if (!isOpenRecord(root)) return nothingKnown;
  const occurredAt = isPresent ? null : textAt(root, keys.occurredAt);
  const atMs = occurredAt === null ? Number.NaN : Date.parse(occurredAt);
  return {
    cursor: textAt(root, keys.cursor),
    stateKey: keys.state === null ? null : stateKeyIn(root, keys.state),
    committedAtMs: Number.isNaN(atMs) ? null : atMs,
  };
}

function textAt(record: OpenRecord, key: string | null): string | null {
  const value = key === null ? null : ownValue(record, key);
  return typeof value === 'string' ? value : null;
}

/** What names the thing whose state the event is; null when a part of it is missing: such an event counts by itself. */
function stateKeyIn(root: OpenRecord, paths: readonly (readonly string[])[]): string | null {
  const values: (string | number | boolean)[] = [];
  for (const path of paths) {
    let value: unknown = root;
    for (const key of path) value = isOpenRecord(value) ? ownValue(value, key) : null;
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
    values.push(value);
  }
  return JSON.stringify(values);
}
