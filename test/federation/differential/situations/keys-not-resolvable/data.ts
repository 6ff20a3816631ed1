export interface Thing {
  readonly id: string;
  readonly pair: { readonly two: string; readonly three: string };
  readonly name: string | null;
}

export const things: readonly Thing[] = [
  { id: '1', pair: { two: 'a', three: 'x' }, name: 'One' },
  { id: '2', pair: { two: 'b', three: 'y' }, name: null },
];
export const thingOf = (id: string): Thing | undefined => things.find((thing) => thing.id === id);
export const loudOf = ({ id, name }: { readonly id: string; readonly name: string | null }) => `${id}${name ?? '?'}!`;
