import { parse, print } from 'graphql';
import { unreachable } from '../../lib/unreachable.ts';
import type { CompiledPlan } from './compilePlan.ts';
import type { FetchStep, KeySelection, PathStep, Step } from './executablePlan.ts';

/** A plan as text for people: one line for each node, indented, with the queries that are sent. */
export function describePlan(plan: CompiledPlan): string {
  const lines: string[] = [];
  if (plan.primary !== null) {
    lines.push('Subscription', ...indent(['Stream', ...indent(fetchLines(plan.primary))]));
    if (plan.root !== null) lines.push(...indent(['For each event', ...indent(stepLines(plan.root))]));
  } else {
    lines.push(...(plan.root === null ? ['Nothing is fetched'] : stepLines(plan.root)));
  }
  return `${lines.join('\n')}\n`;
}

function stepLines(step: Step): readonly string[] {
  switch (step.kind) {
    case 'Sequence':
    case 'Parallel':
      return [step.kind, ...indent(step.steps.flatMap(stepLines))];
    case 'Flatten':
      return [`Flatten ${pathText(step.path)}`, ...indent(stepLines(step.step))];
    case 'Condition':
      return [
        ...(step.whenTrue === null ? [] : [`If $${step.variable}`, ...indent(stepLines(step.whenTrue))]),
        ...(step.whenFalse === null ? [] : [`If not $${step.variable}`, ...indent(stepLines(step.whenFalse))]),
      ];
    case 'Fetch':
      return fetchLines(step);
    case 'BatchFetch':
      return [
        `Fetch from ${step.subgraph} for several places`,
        ...indent([
          ...step.parts.flatMap(({ alias, paths, entities }) =>
            paths.map((path) => `${alias} at ${pathText(path)} with ${selectionText(entities.selections)}`),
          ),
          ...print(parse(step.query)).split('\n'),
        ]),
      ];
    default:
      return unreachable(step);
  }
}

function fetchLines(step: FetchStep): readonly string[] {
  return [
    `Fetch from ${step.subgraph}`,
    ...indent([
      ...(step.entities === null ? [] : [`with ${selectionText(step.entities.selections)}`]),
      ...print(parse(step.query)).split('\n'),
    ]),
  ];
}

function selectionText(selections: readonly KeySelection[]): string {
  const parts = selections.map((selection) => {
    const below = selection.selections === null ? '' : ` ${selectionText(selection.selections)}`;
    if (selection.kind === 'Field') return `${selection.key}${below}`;
    return selection.types === null ? `...${below}` : `... on ${[...selection.types][0] ?? ''}${below}`;
  });
  return `{ ${parts.join(' ')} }`;
}

function pathText(path: readonly PathStep[]): string {
  return path.map((step) => (typeof step === 'string' ? step : `|${[...step.types].join('|')}`)).join('.');
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
