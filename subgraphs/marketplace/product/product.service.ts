import { notFound } from '../../kit/notFound.ts';
import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import type { ProductRepository } from './product.repository.ts';
import type { ProductRow } from './product.row.ts';

const mostPerPage = 100;

/** What can be asked about products, over the repository of who asks. */
export interface ProductService {
  /** A page of the products. Throws ClientError BAD_USER_INPUT and BAD_CURSOR. */
  list(input: { readonly first: number | null; readonly after: string | null }): Promise<Connection<ProductRow>>;
  /** The product with the slug. Throws ClientError NOT_FOUND. */
  bySlug(slug: string): Promise<ProductRow>;
}

/** The questions about products, answered from what the viewer may see. */
export function productService(seen: ProductRepository): ProductService {
  return {
    async list(input) {
      const request = pageArguments(input, mostPerPage);
      return page(await seen.page(request), request, seen.placeOf, seen.count);
    },
    async bySlug(slug) {
      const product = await seen.bySlug(slug);
      if (product === null) throw notFound('product', 'slug', slug);
      return product;
    },
  };
}
