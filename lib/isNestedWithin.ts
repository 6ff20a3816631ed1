/** True when a value that came as JSON is at most so many objects and lists deep. What is much deeper cannot be written as JSON again. */
export function isNestedWithin(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (levels === 0) return false;
  const items: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  for (const item of items) if (!isNestedWithin(item, levels - 1)) return false;
  return true;
}
