interface Medium {
  readonly __typename: string;
  readonly id: string;
  readonly title: string | null;
}

export const media: readonly Medium[] = [
  { __typename: 'Book', id: '1', title: 'A' },
  { __typename: 'Film', id: '2', title: null },
  { __typename: 'Book', id: '3', title: 'C' },
];
export const mediumOf = ({ id }: { readonly id: string }) => media.find((medium) => medium.id === id);
export const lengthOf = ({ id }: { readonly id: string }) => Number(id) * 100;
export const ratingOf = ({ id }: { readonly id: string }) => (id === '2' ? null : Number(id) + 1);
export const loudOf = ({ title }: { readonly title: string | null }) => title?.toLowerCase() ?? 'untitled';
export const criticsOf = ({ id }: { readonly id: string }) => [{ id: `${id}c`, says: id === '3' ? null : 'fine' }];
