/** Closes a switch over a union: the compiler proves that it is never called, and it throws if outside data proves otherwise. */
export function unreachable(value: never): never {
  throw new Error(`Unreachable: ${JSON.stringify(value)}`);
}
