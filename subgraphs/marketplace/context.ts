import type { Viewer } from '../../lib/viewer.ts';
import type { MarketplaceLoaders } from './loaders.ts';
import type { ProductService } from './product/product.service.ts';
import type { StoreService } from './store/store.service.ts';
import type { TicketService } from './ticket/ticket.service.ts';

/** What resolvers work with: made for one request. Loaders and products are those that the viewer may see; tickets are asked with the viewer. */
export interface MarketplaceContext {
  readonly viewer: Viewer;
  readonly requestId: string;
  readonly loaders: MarketplaceLoaders;
  readonly products: ProductService;
  readonly stores: StoreService;
  readonly tickets: TicketService;
}
