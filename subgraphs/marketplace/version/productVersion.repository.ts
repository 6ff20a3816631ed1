import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { builds, installations, productVersions } from '../tables.ts';
import type { BuildRow, InstallationRow, ProductVersionRow } from './productVersion.row.ts';

const ofProducts: ListTable<typeof productVersions> = {
  table: productVersions,
  key: productVersions.productId,
  createdAt: productVersions.releasedAt,
  id: productVersions.id,
  order: 'newestFirst',
};

/** Versions, newest first, and what was built of them. */
export function productVersionRepository(db: Database) {
  const ofProduct: PagedList<ProductVersionRow> = {
    name: 'versionsByProduct',
    rows: (productIds, request) => readPages(db, ofProducts, productIds, request),
    lengths: (productIds) => countLists(db, ofProducts, productIds),
    keyOf: ({ productId }) => productId,
    placeOf: ({ releasedAt, id }) => ({ createdAt: releasedAt, id }),
  };
  return {
    ofProduct,

    builds: (versionIds: readonly string[]): Promise<readonly BuildRow[]> =>
      db
        .select()
        .from(builds)
        .where(inArray(builds.versionId, [...versionIds]))
        .orderBy(asc(builds.id)),

    installations: (buildIds: readonly string[]): Promise<readonly InstallationRow[]> =>
      db
        .select()
        .from(installations)
        .where(inArray(installations.buildId, [...buildIds]))
        .orderBy(asc(installations.centerId)),
  };
}
export type ProductVersionRepository = ReturnType<typeof productVersionRepository>;
