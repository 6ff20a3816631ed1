import type { OpenRecord } from '../../lib/own.ts';
import { unreachable } from '../../lib/unreachable.ts';
import type {
  ConditionStep,
  FetchStep,
  FlattenStep,
  ParallelStep,
  SequenceStep,
  Step,
} from '../plan/executablePlan.ts';
import type { Execution } from './execution.ts';
import { fetchBatch } from './fetchBatch.ts';
import { fetchEntities, fetchRoot } from './fetchSubgraph.ts';
import { targetsAt } from './targetsAt.ts';

/**
 * Runs a step of a plan on these objects of the response. What a subgraph fails at is reported in `execution.errors`, and the rest goes on;
 * rejects only with the signal's reason.
 */
export function runStep(execution: Execution, step: Step, targets: readonly OpenRecord[]): Promise<void> {
  switch (step.kind) {
    case 'Sequence':
      return runSequence(execution, step, targets);
    case 'Parallel':
      return runParallel(execution, step, targets);
    case 'Flatten':
      return runFlatten(execution, step, targets);
    case 'Condition':
      return runCondition(execution, step, targets);
    case 'Fetch':
      return runFetch(execution, step, targets);
    case 'BatchFetch':
      return fetchBatch(execution, step);
    default:
      return unreachable(step);
  }
}

async function runSequence(execution: Execution, step: SequenceStep, targets: readonly OpenRecord[]): Promise<void> {
  for (const next of step.steps) await runStep(execution, next, targets);
}

async function runParallel(execution: Execution, step: ParallelStep, targets: readonly OpenRecord[]): Promise<void> {
  await Promise.all(step.steps.map((next) => runStep(execution, next, targets)));
}

async function runFlatten(execution: Execution, step: FlattenStep, targets: readonly OpenRecord[]): Promise<void> {
  const { path, step: next } = step;
  if (next.kind === 'Fetch' && next.entities !== null) {
    await fetchEntities(execution, next, next.entities, targets, path);
    if (next.id !== undefined) execution.landed?.(next.id);
    return;
  }
  const below = targetsAt(targets, path);
  if (below.length > 0) await runStep(execution, next, below);
}

async function runCondition(execution: Execution, step: ConditionStep, targets: readonly OpenRecord[]): Promise<void> {
  const branch = execution.variables[step.variable] === true ? step.whenTrue : step.whenFalse;
  if (branch !== null) await runStep(execution, branch, targets);
}

async function runFetch(execution: Execution, step: FetchStep, targets: readonly OpenRecord[]): Promise<void> {
  const { entities } = step;
  if (entities === null) await fetchRoot(execution, step, targets);
  else await fetchEntities(execution, step, entities, targets, []);
  if (step.id !== undefined) execution.landed?.(step.id);
}
