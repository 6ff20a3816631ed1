import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { endpoints } from '../tables.ts';
import type { EndpointRow } from './endpoint.row.ts';

export function endpointRepository(db: Database) {
  return {
    all: (): Promise<readonly EndpointRow[]> =>
      db.select().from(endpoints).orderBy(asc(endpoints.place), asc(endpoints.id)),

    byIds: (ids: readonly string[]): Promise<readonly EndpointRow[]> =>
      db
        .select()
        .from(endpoints)
        .where(inArray(endpoints.id, [...ids])),
  };
}
export type EndpointRepository = ReturnType<typeof endpointRepository>;
