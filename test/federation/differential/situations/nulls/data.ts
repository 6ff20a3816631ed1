export interface Node {
  readonly id: string;
  readonly must: string | null;
  readonly may: string | null;
  readonly value: { readonly strict: string | null; readonly loose: string | null } | null;
  readonly next: readonly (string | null)[];
}

export const nodes: readonly Node[] = [
  { id: '1', must: 'm', may: null, value: { strict: 's', loose: null }, next: ['2', '3'] },
  { id: '2', must: null, may: 'y', value: { strict: null, loose: 'l' }, next: ['1', null] },
  { id: '3', must: 'm', may: 'y', value: null, next: [] },
];
/** Null for an id that nothing has. */
export const nodeOf = ({ id }: { readonly id: string }) => nodes.find((node) => node.id === id) ?? null;
export const nextOf = ({ next }: Node) => next.map((id) => (id === null ? null : nodeOf({ id })));
export const numbersOf = ({ id }: { readonly id: string }) => (id === '1' ? [1, 2] : [1, null]);
export const farOf = ({ id }: { readonly id: string }) => (id === '3' ? null : `far ${id}`);
export const failOf = ({ id }: { readonly id: string }) => {
  if (id === '2') throw new Error('No.');
  return id;
};
