import { isOpenRecord, type OpenRecord, ownValue } from '../../lib/own.ts';
import type { PathStep } from '../plan/executablePlan.ts';

/** The step of a path that goes into every item of a list. */
export const everyItem = '@';

/**
 * The objects that a path leads to from these, in order; nulls and what is missing lead nowhere. A list that stands in several places (because they share one
 * entity) is entered once.
 */
export function targetsAt(from: readonly OpenRecord[], path: readonly PathStep[]): readonly OpenRecord[] {
  return valuesOn(from, path).filter(isOpenRecord);
}

/** The same, whatever stands there: also lists. Nulls are left out. */
export function valuesOn(from: readonly unknown[], path: readonly PathStep[]): readonly unknown[] {
  let values: readonly unknown[] = from;
  for (const step of path) {
    if (step === everyItem) values = itemsOf(values);
    else if (typeof step === 'string') values = valuesAt(values, step);
    else values = values.filter((value) => isOpenRecord(value) && isOfTypes(value, step.types));
  }
  return values;
}

function itemsOf(values: readonly unknown[]): readonly unknown[] {
  const items: unknown[] = [];
  const entered = new Set<unknown>();
  for (const value of values) {
    if (!Array.isArray(value) || entered.has(value)) continue;
    if (values.length > 1) entered.add(value);
    // One by one: spread into push(), a long list would overflow the stack.
    for (const item of value) if (item !== null) items.push(item);
  }
  return items;
}

function valuesAt(values: readonly unknown[], key: string): readonly unknown[] {
  const found: unknown[] = [];
  // A key that no prototype has can be read as it is.
  const isPlain = !(key in Object.prototype);
  for (const value of values) {
    if (!isOpenRecord(value)) continue;
    const below = isPlain ? value[key] : ownValue(value, key);
    if (below !== null && below !== undefined) found.push(below);
  }
  return found;
}

/** An object that does not say its type passes: the path has led to it, and only its planner knows more. */
function isOfTypes(object: OpenRecord, types: ReadonlySet<string>): boolean {
  const typeName = ownValue(object, '__typename');
  return typeof typeName !== 'string' || types.has(typeName);
}

/** A place in the response, from the root. */
export type Place = readonly (string | number)[];

/**
 * Calls `visit` for each object that the path leads to, with its place in the response and the objects above it, nearest first. Slower than `targetsAt`: for
 * error paths and contexts. A list that stands in several places is entered at each.
 */
export function eachPlaceAt(
  data: OpenRecord,
  path: readonly PathStep[],
  visit: (object: OpenRecord, place: Place, above: readonly OpenRecord[]) => void,
  lists: 'lists are steps' | 'lists are entered unsaid' = 'lists are steps',
): void {
  const walk = (value: unknown, depth: number, place: Place, above: readonly OpenRecord[]): void => {
    const step = path[depth];
    if (Array.isArray(value) && lists === 'lists are entered unsaid') {
      value.forEach((item, index) => void walk(item, depth, [...place, index], above));
    } else if (step === undefined) {
      if (isOpenRecord(value)) visit(value, place, above);
    } else if (step === everyItem) {
      if (Array.isArray(value)) value.forEach((item, index) => void walk(item, depth + 1, [...place, index], above));
    } else if (!isOpenRecord(value)) {
      return;
    } else if (typeof step === 'string') {
      walk(ownValue(value, step), depth + 1, [...place, step], [value, ...above]);
    } else if (isOfTypes(value, step.types)) {
      walk(value, depth + 1, place, above);
    }
  };
  walk(data, 0, [], []);
}

/** The part of a path before its first list, as a place. */
export function fixedStart(path: readonly PathStep[]): Place {
  const list = path.indexOf(everyItem);
  const fixed = list === -1 ? path : path.slice(0, list);
  return fixed.filter((step) => typeof step === 'string');
}
