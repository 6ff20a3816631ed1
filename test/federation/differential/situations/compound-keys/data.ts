export interface Offer {
  readonly sku: string;
  readonly region: { readonly code: string; readonly zone: { readonly name: string } };
  readonly tags: readonly string[];
  readonly parts: readonly { readonly n: number; readonly name: string }[];
  readonly title: string | null;
  readonly left: number;
}

const region = (code: string, zone: string): Offer['region'] => ({ code, zone: { name: zone } });

export const offers: readonly Offer[] = [
  { sku: 'a', region: region('eu', 'north'), tags: ['x', 'y'], parts: [{ n: 1, name: 'p' }], title: 'Spring', left: 3 },
  { sku: 'a', region: region('eu', 'south'), tags: ['x'], parts: [], title: null, left: 0 },
  {
    sku: 'b',
    region: region('us', 'north'),
    tags: [],
    parts: [
      { n: 1, name: 'q' },
      { n: 2, name: 'r' },
    ],
    title: 'Fall',
    left: 9,
  },
];

type Partially<T> = { readonly [K in keyof T]?: T[K] };

/** The offer of whichever key the reference carries. */
export const offerOf = ({ sku, region: at, tags, parts }: Partially<Offer>): Offer | undefined =>
  offers.find((offer) =>
    sku === undefined
      ? offer.tags.join() === tags?.join() && numbersOf(offer.parts) === numbersOf(parts ?? [])
      : offer.sku === sku && offer.region.code === at?.code && offer.region.zone.name === at?.zone.name,
  );

const numbersOf = (parts: Offer['parts']): string => parts.map(({ n }) => n).join();
