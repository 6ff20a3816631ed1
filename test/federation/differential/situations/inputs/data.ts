interface Search {
  readonly words?: readonly (string | null)[] | null;
  readonly range?: { readonly from: number; readonly to?: number | null } | null;
  readonly kinds?: readonly string[] | null;
  readonly not?: Search | null;
}

export const items = [
  { id: '1', kind: 'SMALL', size: 1, extra: { any: ['thing', null, 1.5] }, since: '2020-01-01' },
  { id: '2', kind: 'BIG', size: 3, extra: null, since: null },
  { id: '3', kind: 'BIG', size: 2, extra: [], since: '2021-01-01' },
];
export const itemOf = ({ id }: { readonly id: string }) => items.find((item) => item.id === id);

export const search = (_: unknown, args: { readonly by?: Search | null; readonly first: number | null }) =>
  items.filter((item) => matches(item, args.by)).slice(0, args.first ?? 3);

function matches(item: (typeof items)[number], by: Search | null | undefined): boolean {
  const { range, kinds, not } = by ?? {};
  if (range && (item.size < range.from || item.size > (range.to ?? 9))) return false;
  if (kinds && !kinds.includes(item.kind)) return false;
  return !(not && matches(item, not));
}

/** Says what it was given, so that a value which changed on its way is seen. */
export const echo = (_: unknown, args: object) => JSON.stringify(sorted(args));

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, of]) => [key, sorted(of)]),
  );
}
export const countOf = (
  { id }: { readonly id: string },
  args: { readonly of: readonly string[]; readonly by?: Search | null },
) => `${id}:${JSON.stringify(sorted(args))}`;
