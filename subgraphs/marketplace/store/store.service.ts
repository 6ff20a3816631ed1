import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import { mostOnAPage, type PageInput } from '../pageInput.ts';
import type { StoreRepository } from './store.repository.ts';
import type { StoreRow } from './store.row.ts';

/** Lists of stores. */
export function storeService(repository: StoreRepository) {
  return {
    /** All stores, oldest listing first. Throws ClientError for a bad `first` or `after`. */
    async list(input: PageInput): Promise<Connection<StoreRow>> {
      const request = pageArguments(input, mostOnAPage);
      const rows = await repository.page(request);
      return page(rows, request, ({ listedAt, id }) => ({ createdAt: listedAt, id }), repository.count);
    },
  };
}
export type StoreService = ReturnType<typeof storeService>;
