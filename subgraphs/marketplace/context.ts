import type { Viewer } from '../../lib/viewer.ts';
import type { MarketplaceLoaders } from './loaders.ts';
import type { ProductService } from './product/product.service.ts';
import type { StoreService } from './store/store.service.ts';

/** What lives as long as the subgraph is open. */
export interface MarketplaceServices {
  readonly products: ProductService;
  readonly stores: StoreService;
}

/** What the resolvers of one request work with. */
export interface MarketplaceContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: MarketplaceLoaders;
  readonly services: MarketplaceServices;
}
