interface Part {
  readonly id: string;
  readonly weight: number | null;
}

export interface Machine {
  readonly id: string;
  readonly box: { readonly w: number; readonly h: number; readonly lid: { readonly d: number } | null } | null;
  readonly parts: readonly Part[];
  readonly owner: { readonly id: string; readonly country: string | null };
}

export const machines: readonly Machine[] = [
  {
    id: '1',
    box: { w: 2, h: 3, lid: { d: 1 } },
    parts: [
      { id: '1', weight: 5 },
      { id: '2', weight: 7 },
    ],
    owner: { id: '1', country: 'fr' },
  },
  { id: '2', box: { w: 1, h: 1, lid: null }, parts: [], owner: { id: '2', country: null } },
  {
    id: '3',
    box: null,
    parts: [
      { id: '2', weight: 7 },
      { id: '3', weight: null },
    ],
    owner: { id: '1', country: 'fr' },
  },
];
export const machineOf = ({ id }: { readonly id: string }) => machines.find((machine) => machine.id === id);
export const partOf = ({ id }: { readonly id: string }) =>
  machines.flatMap(({ parts }) => parts).find((part) => part.id === id);
export const ownerOf = ({ id }: { readonly id: string }) => machines.find(({ owner }) => owner.id === id)?.owner;

export const volumeOf = ({ box }: Pick<Machine, 'box'>) => (box === null ? null : box.w * box.h * (box.lid?.d ?? 10));
export const loadOf = ({ parts }: { readonly parts: readonly { readonly weight: number | null }[] }) =>
  parts.reduce((sum, { weight }) => sum + (weight ?? 100), 0);
export const dutyOf = ({
  owner,
  volume,
}: {
  readonly owner: { readonly country: string | null };
  readonly volume: number | null;
}) => `${owner.country ?? 'none'}:${volume ?? 'no'}`;
export const feeOf = ({ duty, load }: { readonly duty: string; readonly load: number }) => duty.length + load;
