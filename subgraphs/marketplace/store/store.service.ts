import type { Database } from '../../kit/database/database.ts';
import { notFound } from '../../kit/notFound.ts';
import { type Connection, page, pageArguments } from '../../kit/pagination.ts';
import type { MarketplaceLoaders } from '../loaders.ts';
import { countStores, listStores } from './store.repository.ts';
import type { StoreRow } from './store.row.ts';

const mostPerPage = 100;

/** What can be asked about stores. */
export interface StoreService {
  /** A page of the stores. Throws ClientError BAD_USER_INPUT and BAD_CURSOR. */
  list(input: { readonly first: number | null; readonly after: string | null }): Promise<Connection<StoreRow>>;
  /** The store with the id. Throws ClientError NOT_FOUND. */
  byId(id: string, loaders: Pick<MarketplaceLoaders, 'storeById'>): Promise<StoreRow>;
}

/** The questions about stores over a database. */
export function storeService(db: Database): StoreService {
  return {
    async list(input) {
      const request = pageArguments(input, mostPerPage);
      return page(
        await listStores(db, request),
        request,
        ({ listedAt, id }) => ({ createdAt: listedAt, id }),
        () => countStores(db),
      );
    },
    async byId(id, { storeById }) {
      const store = await storeById.load(id);
      if (store === null) throw notFound('store', 'id', id);
      return store;
    },
  };
}
