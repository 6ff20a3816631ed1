import { isOpenRecord, type OpenRecord, ownValue } from '../../lib/own.ts';
import type { ContextStep, PathStep } from '../plan/executablePlan.ts';
import type { AddedVariable } from './subgraphCall.ts';
import { eachPlaceAt } from './targetsAt.ts';

/** Objects with the same values from further up (`@fromContext`): they can be asked for in one request. */
export interface ContextGroup {
  readonly targets: readonly OpenRecord[];
  readonly variables: readonly AddedVariable[];
}

/**
 * The objects of a fetch by the context they are in. An object that stands in several contexts would need several values for one field; it gets the answer for the
 * first. An object whose context is missing (the fetch that should have brought it failed) is left out.
 */
export function contextGroups(
  data: OpenRecord,
  path: readonly PathStep[],
  contexts: readonly ContextStep[],
  wanted: ReadonlySet<OpenRecord>,
): readonly ContextGroup[] {
  const groups = new Map<string, { readonly targets: OpenRecord[]; readonly variables: readonly AddedVariable[] }>();
  const placed = new Set<OpenRecord>();
  eachPlaceAt(data, path, (object, _place, above) => {
    if (!wanted.has(object) || placed.has(object)) return;
    const chain = [object, ...above];
    const values = contexts.map((context) => contextValue(context, chain));
    if (values.includes(undefined)) return;
    placed.add(object);
    const variables = contexts.map(({ variable }, index) => ({ name: variable, json: JSON.stringify(values[index]) }));
    const key = JSON.stringify(variables);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { targets: [object], variables });
    else group.targets.push(object);
  });
  return [...groups.values()];
}

function contextValue({ up, path }: ContextStep, chain: readonly OpenRecord[]): unknown {
  let value: unknown = chain[up];
  for (const step of path) {
    if (!isOpenRecord(value)) return value === null ? null : undefined;
    if (step.kind === 'key') value = ownValue(value, step.key);
    else {
      const typeName = ownValue(value, '__typename');
      if (typeof typeName === 'string' && !step.types.has(typeName)) return undefined;
    }
  }
  return value;
}
