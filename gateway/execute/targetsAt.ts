import { isOpenRecord, type OpenRecord, ownValue } from '../../lib/own.ts';

/** The step of a path that goes into every item of a list. */
export const everyItem = '@';

/** The objects that a path leads to from these, in order; nulls and what is missing lead nowhere. */
export function targetsAt(from: readonly OpenRecord[], path: readonly string[]): readonly OpenRecord[] {
  let values: readonly unknown[] = from;
  for (const step of path) values = step === everyItem ? itemsOf(values) : valuesAt(values, step);
  return values.filter(isOpenRecord);
}

function itemsOf(values: readonly unknown[]): readonly unknown[] {
  const items: unknown[] = [];
  // One by one: spread into push(), a long list would overflow the stack.
  for (const value of values) if (Array.isArray(value)) for (const item of value) items.push(item);
  return items;
}

function valuesAt(values: readonly unknown[], key: string): readonly unknown[] {
  return values.map((value) => (isOpenRecord(value) ? ownValue(value, key) : null));
}

/** Calls `visit` for each object that the path leads to, with its place in the response. Slower than `targetsAt`: for error paths. */
export function eachPlaceAt(
  data: OpenRecord,
  path: readonly string[],
  visit: (object: OpenRecord, place: readonly (string | number)[]) => void,
): void {
  const walk = (value: unknown, depth: number, place: readonly (string | number)[]): void => {
    const step = path[depth];
    if (step === undefined) {
      if (isOpenRecord(value)) visit(value, place);
    } else if (step === everyItem) {
      if (Array.isArray(value)) value.forEach((item, index) => void walk(item, depth + 1, [...place, index]));
    } else if (isOpenRecord(value)) {
      walk(ownValue(value, step), depth + 1, [...place, step]);
    }
  };
  walk(data, 0, []);
}
