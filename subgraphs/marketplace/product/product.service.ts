import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import { mayReadUnpublished } from '../access.service.ts';
import type { MarketplaceContext } from '../context.ts';
import { mostOnAPage, type PageInput } from '../pageInput.ts';
import type { ProductRepository } from './product.repository.ts';
import type { ProductRow } from './product.row.ts';

/** The product itself if the viewer may see it. Drafts are their store's own. */
export async function ifVisible(
  product: ProductRow | null,
  { viewer, loaders }: Pick<MarketplaceContext, 'viewer' | 'loaders'>,
): Promise<ProductRow | null> {
  if (product === null) return null;
  if (product.state !== 'DRAFT' && product.state !== 'IN_REVIEW') return product;
  const store = await loaders.storeById.load(product.storeId);
  return store !== null && mayReadUnpublished(viewer, store.ownerId) ? product : null;
}

/** Lists of products. */
export function productService(repository: ProductRepository) {
  return {
    /** All published products, oldest listing first. Throws ClientError for a bad `first` or `after`. */
    async list(input: PageInput): Promise<Connection<ProductRow>> {
      const request = pageArguments(input, mostOnAPage);
      const rows = await repository.page(request);
      return page(rows, request, ({ listedAt, id }) => ({ createdAt: listedAt, id }), repository.count);
    },
  };
}
export type ProductService = ReturnType<typeof productService>;
