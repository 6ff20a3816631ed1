import type { Viewer } from '../../lib/viewer.ts';
import { loadMany, loadOne } from '../kit/loaders.ts';
import { pageLoader } from '../kit/pageLoader.ts';
import { organizationsOf, ticketProjects } from './access.service.ts';
import type { BenchmarkRepository } from './benchmark/benchmark.repository.ts';
import type { LicenceRepository } from './licence/licence.repository.ts';
import type { PlanRepository } from './plan/plan.repository.ts';
import type { ProductRepository } from './product/product.repository.ts';
import type { ReviewRepository } from './review/review.repository.ts';
import type { StoreRepository } from './store/store.repository.ts';
import type { TicketRepository } from './ticket/ticket.repository.ts';
import type { ProductUsageRepository } from './usage/productUsage.repository.ts';
import type { ProductVersionRepository } from './version/productVersion.repository.ts';

/** Where this subgraph's rows come from. */
export interface MarketplaceRepositories {
  readonly stores: StoreRepository;
  readonly products: ProductRepository;
  readonly versions: ProductVersionRepository;
  readonly plans: PlanRepository;
  readonly licences: LicenceRepository;
  readonly reviews: ReviewRepository;
  readonly usage: ProductUsageRepository;
  readonly benchmarks: BenchmarkRepository;
  readonly tickets: TicketRepository;
}

const idOf = ({ id }: { readonly id: string }): string => id;
const productIdOf = ({ productId }: { readonly productId: string }): string => productId;
const keyOf = ({ key }: { readonly key: string }): string => key;
const dayMs = 86_400_000;

/** One loader for each value of what the loader depends on beside its keys. */
function perValue<Value, Loader>(make: (value: Value) => Loader): (value: Value) => Loader {
  const made = new Map<Value, Loader>();
  return (value) => {
    const loader = made.get(value) ?? make(value);
    made.set(value, loader);
    return loader;
  };
}

/** Fresh loaders for one request. Licences and tickets are the viewer's; of products, ask whether the viewer may see them. */
export function marketplaceLoaders(from: MarketplaceRepositories, viewer: Viewer, now: Date) {
  const readable = ticketProjects(viewer);
  const since = (lastDays: number): Date => new Date(now.getTime() - lastDays * dayMs);
  return {
    storeById: loadOne('storeById', from.stores.byIds, idOf),
    productById: loadOne('productById', from.products.byIds, idOf),
    productBySlug: loadOne('productBySlug', from.products.bySlugs, ({ slug }) => slug),
    productsByStore: pageLoader(from.products.ofStore),
    versionsByProduct: pageLoader(from.versions.ofProduct),
    buildsByVersion: loadMany('buildsByVersion', from.versions.builds, ({ versionId }) => versionId),
    installationsByBuild: loadMany('installationsByBuild', from.versions.installations, ({ buildId }) => buildId),
    plansByProduct: loadMany('plansByProduct', from.plans.ofProducts, productIdOf),
    componentsByPlan: loadMany('componentsByPlan', from.plans.components, ({ planId }) => planId),
    licenceByProduct: loadOne(
      'licenceByProduct',
      (ids) => from.licences.ofProducts(ids, organizationsOf(viewer), now),
      productIdOf,
    ),
    reviewsByProduct: pageLoader(from.reviews.ofProduct),
    ratingByProduct: loadOne('ratingByProduct', from.reviews.ratingsOfProducts, keyOf),
    ratingByStore: loadOne('ratingByStore', from.reviews.ratingsOfStores, keyOf),
    usageByProduct: perValue((lastDays: number) =>
      loadOne('usageByProduct', (ids) => from.usage.since(ids, since(lastDays)), productIdOf),
    ),
    benchmarksByProduct: loadMany('benchmarksByProduct', from.benchmarks.ofProducts, productIdOf),
    ticketsByProject: perValue((open: boolean | null) => pageLoader(from.tickets.ofProject(readable, open))),
    ticketsByJob: pageLoader(from.tickets.ofJob(readable)),
  };
}
export type MarketplaceLoaders = ReturnType<typeof marketplaceLoaders>;
