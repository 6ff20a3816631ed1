import type { Situation } from '../../situation.ts';
import { accounts } from './accounts.ts';
import { catalog } from './catalog.ts';
import { byId, products, type Row, reviewsOf, shippingOf, users } from './data.ts';
import { inventory } from './inventory.ts';
import { reviewing } from './reviewing.ts';

/** Four subgraphs that refer to each other all round, as in the usual benchmark. */
export const crossReferences: Situation = {
  name: 'cross-references',
  subgraphs: { accounts, catalog, inventory, reviewing },
  monolith: {
    Query: { ...accounts.resolvers?.['Query'], ...catalog.resolvers?.['Query'], ...reviewing.resolvers?.['Query'] },
    Review: {
      author: ({ author }: { readonly author: Row }) => byId(users, author.id),
      product: ({ product }: { readonly product: Row }) => byId(products, product.id),
    },
    User: { reviews: ({ id }: Row) => reviewsOf('author', id) },
    Product: { reviews: ({ id }: Row) => reviewsOf('product', id), shipping: shippingOf },
  },
};
