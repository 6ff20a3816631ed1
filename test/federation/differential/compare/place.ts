import { isOpenRecord, ownValue } from '../../../../lib/own.ts';

/** Where something is in a response. */
export type Place = readonly (string | number)[];

/** A text that two places share only when they are the same. */
export function placeText(place: Place): string {
  return JSON.stringify(place);
}

/** The value under one key or index. */
export function stepInto(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isOpenRecord(value) ? ownValue(value, String(step)) : undefined;
}

/** The place of the null that the path of an error comes to, or null when what is there is not null. */
export function landing(data: unknown, path: Place): Place | null {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (value === null) return path.slice(0, index);
    value = stepInto(value, step);
  }
  return value === null ? path : null;
}
