import { asc, inArray } from 'drizzle-orm';
import type { Database } from '../../kit/database/database.ts';
import { countLists, type ListTable, readPages } from '../../kit/database/readPages.ts';
import type { PagedList } from '../../kit/pageLoader.ts';
import { builds, installations, productVersions } from '../tables.ts';
import type { BuildRow, InstallationRow, VersionRow } from './version.row.ts';

const byProduct: ListTable<typeof productVersions> = {
  table: productVersions,
  key: productVersions.productId,
  createdAt: productVersions.releasedAt,
  id: productVersions.id,
  order: 'newestFirst',
};

/** The versions of products, the newest first. */
export function versionsOfProducts(db: Database): PagedList<VersionRow> {
  return {
    name: 'versionsByProduct',
    rows: (productIds, request) => readPages(db, byProduct, productIds, request),
    lengths: (productIds) => countLists(db, byProduct, productIds),
    keyOf: ({ productId }) => productId,
    placeOf: ({ releasedAt, id }) => ({ createdAt: releasedAt, id }),
  };
}

/** The builds of these versions, by architecture, those without accelerator last. */
export function buildsOf(db: Database, versionIds: readonly string[]): Promise<readonly BuildRow[]> {
  return db
    .select()
    .from(builds)
    .where(inArray(builds.versionId, [...versionIds]))
    .orderBy(asc(builds.architecture), asc(builds.accelerator), asc(builds.id));
}

/** Where these builds are installed, by center. */
export function installationsOf(db: Database, buildIds: readonly string[]): Promise<readonly InstallationRow[]> {
  return db
    .select()
    .from(installations)
    .where(inArray(installations.buildId, [...buildIds]))
    .orderBy(asc(installations.centerId), asc(installations.modulePath));
}
