/** A plain object whose keys come from outside: a client's aliases, a subgraph's JSON. */
export type OpenRecord = { [key: string]: unknown };

/** True for an object with keys; false for null, arrays and everything else. */
export function isOpenRecord(value: unknown): value is OpenRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own value under the key; never what a prototype would answer (`constructor`, `__proto__`). */
export function ownValue(object: OpenRecord, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own property. Plain assignment to `__proto__` would exchange the prototype instead of setting a key. */
export function setOwn(object: OpenRecord, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
    return;
  }
  object[key] = value;
}
