import type { Viewer } from '../../lib/viewer.ts';
import type { Database } from '../kit/database/database.ts';
import { loadMany, loadOne } from '../kit/loaders.ts';
import { pageLoader } from '../kit/pageLoader.ts';
import { benchmarksOf } from './benchmark/benchmark.repository.ts';
import { knownJobsById } from './job/knownJob.repository.ts';
import { licencesOf } from './licence/licence.repository.ts';
import { componentsOf, plansOf } from './plan/plan.repository.ts';
import type { ProductRepository } from './product/product.repository.ts';
import { ratingsOfProducts, ratingsOfStores, reviewsOfProducts } from './review/review.repository.ts';
import { storesById } from './store/store.repository.ts';
import { ticketsOfJobs, ticketsOfProjects } from './ticket/ticket.repository.ts';
import { usageOf } from './usage/usage.repository.ts';
import { usageLoader } from './usage/usage.service.ts';
import { buildsOf, installationsOf, versionsOfProducts } from './version/version.repository.ts';

type Ids = readonly string[];
type OfProduct = { readonly productId: string };
const idOf = ({ id }: { readonly id: string }): string => id;
const keyOf = ({ key }: { readonly key: string }): string => key;
const productIdOf = ({ productId }: OfProduct): string => productId;

/** Who a request is for, and when it came. */
export interface LoadersFor {
  readonly viewer: Viewer;
  readonly now: Date;
  /** The products that the viewer may see. */
  readonly products: ProductRepository;
}

/** The loaders of one request. */
export type MarketplaceLoaders = ReturnType<typeof marketplaceLoaders>;

function ticketLoaders(db: Database) {
  const all = pageLoader(ticketsOfProjects(db, null));
  const open = pageLoader(ticketsOfProjects(db, true));
  const done = pageLoader(ticketsOfProjects(db, false));
  return {
    /** The tickets of projects: the open ones, those that are done, or (null) all. Ask first whether the viewer is a member. */
    ticketsByProject: (isOpen: boolean | null) => {
      if (isOpen === null) return all;
      return isOpen ? open : done;
    },
    /** The tickets about jobs. Ask first whether the viewer is a member of the project. */
    ticketsByJob: pageLoader(ticketsOfJobs(db)),
    jobById: loadOne(
      'marketplace.job',
      (ids) => knownJobsById(db, ids),
      ({ jobId }) => jobId,
    ),
  };
}

/** Fresh loaders over a database. */
export function marketplaceLoaders(db: Database, { viewer, now, products }: LoadersFor) {
  const userId = viewer.kind === 'person' ? viewer.userId : null;
  const licences = async (ids: Ids) => (userId === null ? [] : licencesOf(db, { userId, at: now }, ids));
  return {
    storeById: loadOne('marketplace.store', (ids) => storesById(db, ids), idOf),
    productById: loadOne('marketplace.product', products.byIds, idOf),
    productsByStore: pageLoader(products.ofStores),
    versionsByProduct: pageLoader(versionsOfProducts(db)),
    buildsByVersion: loadMany(
      'marketplace.builds',
      (ids) => buildsOf(db, ids),
      ({ versionId }) => versionId,
    ),
    installationsByBuild: loadMany(
      'marketplace.installations',
      (ids) => installationsOf(db, ids),
      ({ buildId }) => buildId,
    ),
    plansByProduct: loadMany('marketplace.plans', (ids) => plansOf(db, ids), productIdOf),
    componentsByPlan: loadMany(
      'marketplace.planComponents',
      (ids) => componentsOf(db, ids),
      ({ planId }) => planId,
    ),
    /** The viewer's own licences. */
    licenceByProduct: loadOne('marketplace.licence', licences, productIdOf),
    reviewsByProduct: pageLoader(reviewsOfProducts(db)),
    ratingByProduct: loadOne('marketplace.ratingOfProduct', (ids) => ratingsOfProducts(db, ids), keyOf),
    ratingByStore: loadOne('marketplace.ratingOfStore', (ids) => ratingsOfStores(db, ids), keyOf),
    benchmarksByProduct: loadMany('marketplace.benchmarks', (ids) => benchmarksOf(db, ids), productIdOf),
    usageByProduct: usageLoader((since, ids) => usageOf(db, since, ids), now),
    ...ticketLoaders(db),
  };
}
