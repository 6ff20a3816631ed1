/** Rows lined up with keys, one each; null where there is none. Never by position: a missing row must not shift the others. */
export function oneByKey<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Row | null)[] {
  const found = new Map(rows.map((row) => [keyOf(row), row] as const));
  return keys.map((key) => found.get(key) ?? null);
}

/** Rows lined up with keys, all of each, in the order in which they came; a fresh empty list where there is none. */
export function manyByKey<Key, Row>(keys: readonly Key[], rows: readonly Row[], keyOf: (row: Row) => Key): Row[][] {
  const groups = new Map<Key, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return keys.map((key) => [...(groups.get(key) ?? [])]);
}
