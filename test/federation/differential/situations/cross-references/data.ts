export interface Row {
  readonly id: string;
}

export const users = [
  { id: '1', name: 'Ada', username: '@ada' },
  { id: '2', name: 'Bob', username: '@bob' },
  { id: '3', name: null, username: '@cy' },
];
export const products = [
  { id: '1', name: 'Table', price: 899, weight: 100, inStock: true },
  { id: '2', name: 'Couch', price: 1299, weight: 1000, inStock: false },
  { id: '3', name: null, price: null, weight: 50, inStock: true },
];
const rows = [
  { id: '1', body: 'a', stars: 5, author: '1', product: '1' },
  { id: '2', body: 'b', stars: 3, author: '2', product: '1' },
  { id: '3', body: null, stars: 1, author: '1', product: '2' },
  { id: '4', body: 'd', stars: 2, author: '3', product: '3' },
  { id: '5', body: 'e', stars: 4, author: '2', product: '2' },
];
export const reviews = rows.map((row) => ({ ...row, author: { id: row.author }, product: { id: row.product } }));

export const byId = <T extends Row>(rowsOf: readonly T[], id: unknown): T | undefined =>
  rowsOf.find((row) => row.id === id);
export const reviewsOf = (key: 'author' | 'product', id: string) => reviews.filter((review) => review[key].id === id);
export const shippingOf = ({ price, weight }: { readonly price: number | null; readonly weight: number }) =>
  (price ?? 0) > 1000 ? 0 : weight / 2;
