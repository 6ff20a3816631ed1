import type { ReferenceResolver } from '../kit/subgraph.ts';
import type { MarketplaceContext } from './context.ts';

const byId =
  (find: (id: string, context: MarketplaceContext) => unknown): ReferenceResolver<MarketplaceContext> =>
  ({ id }, context) =>
    typeof id === 'string' ? find(id, context) : null;

/** How entities are completed here when another subgraph points at them. */
export const references: Readonly<Record<string, ReferenceResolver<MarketplaceContext>>> = {
  Store: byId((id, { loaders }) => loaders.storeById.load(id)),
  Product: byId((id, { loaders }) => loaders.productById.load(id)),
  // Whether these exist is their own subgraph's to say; here they only have tickets, none where nothing is known or may be seen.
  Project: byId((id) => ({ id })),
  Job: byId((id) => ({ id })),
};
