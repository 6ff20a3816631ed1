import { isOpenRecord, type OpenRecord, setOwn } from '../../lib/own.ts';

/**
 * Puts everything of `source` into `target`: objects key by key, lists of equal length item by item, everything else replaced.
 * A null never replaces what is there: a second subgraph that knows nothing of an object does not take it away.
 * Takes over parts of `source` without copying. Keys are data, also `__proto__`.
 */
export function mergeData(target: OpenRecord, source: OpenRecord): void {
  if (target === source) return;
  for (const key of Object.keys(source)) {
    const value = source[key];
    if (!Object.hasOwn(target, key)) {
      setOwn(target, key, value);
      continue;
    }
    const merged = mergeValue(target[key], value);
    if (merged !== target[key]) setOwn(target, key, merged);
  }
}

/** The value at a key that two answers have, by the rules of `mergeData`. */
export function mergeValue(before: unknown, value: unknown): unknown {
  if (value === null || value === undefined) return before === undefined ? value : before;
  if (isOpenRecord(before) && isOpenRecord(value)) {
    mergeData(before, value);
    return before;
  }
  if (Array.isArray(before) && Array.isArray(value) && before.length === value.length) {
    for (let index = 0; index < value.length; index += 1) before[index] = mergeValue(before[index], value[index]);
    return before;
  }
  return value;
}
