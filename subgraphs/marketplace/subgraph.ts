import type { Database } from '../kit/database/database.ts';
import type { SubgraphDefinition } from '../kit/subgraph.ts';
import { benchmarkRepository } from './benchmark/benchmark.repository.ts';
import { BenchmarkResolver, ProductBenchmarksResolver } from './benchmark/benchmark.resolver.ts';
import type { MarketplaceContext, MarketplaceServices } from './context.ts';
import { licenceRepository } from './licence/licence.repository.ts';
import { ProductLicenceResolver } from './licence/licence.resolver.ts';
import { type MarketplaceRepositories, marketplaceLoaders } from './loaders.ts';
import { planRepository } from './plan/plan.repository.ts';
import { PlanResolver, ProductPlansResolver } from './plan/plan.resolver.ts';
import { productRepository } from './product/product.repository.ts';
import { ProductResolver } from './product/product.resolver.ts';
import { productService } from './product/product.service.ts';
import { references } from './references.ts';
import { reviewRepository } from './review/review.repository.ts';
import { ProductReviewsResolver, ReviewResolver } from './review/review.resolver.ts';
import { writeSample } from './sample.ts';
import { storeRepository } from './store/store.repository.ts';
import { StoreResolver } from './store/store.resolver.ts';
import { storeService } from './store/store.service.ts';
import { ticketRepository } from './ticket/ticket.repository.ts';
import { JobTicketsResolver, ProjectTicketsResolver } from './ticket/ticket.resolver.ts';
import { Job, Project } from './ticket/ticket.type.ts';
import { countUsage } from './usage/productUsage.events.ts';
import { productUsageRepository } from './usage/productUsage.repository.ts';
import { ProductUsageResolver } from './usage/productUsage.resolver.ts';
import { productVersionRepository } from './version/productVersion.repository.ts';
import {
  BuildResolver,
  InstallationResolver,
  ProductVersionResolver,
  ProductVersionsResolver,
} from './version/productVersion.resolver.ts';

const repositoriesOf = (db: Database): MarketplaceRepositories => ({
  stores: storeRepository(db),
  products: productRepository(db),
  versions: productVersionRepository(db),
  plans: planRepository(db),
  licences: licenceRepository(db),
  reviews: reviewRepository(db),
  usage: productUsageRepository(db),
  benchmarks: benchmarkRepository(db),
  tickets: ticketRepository(db),
});

/** Software and services that organizations offer, and the tickets about them. */
export const marketplace: SubgraphDefinition<MarketplaceContext> = {
  name: 'marketplace',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers: [
    StoreResolver,
    ProductResolver,
    ProductVersionsResolver,
    ProductVersionResolver,
    BuildResolver,
    InstallationResolver,
    ProductPlansResolver,
    PlanResolver,
    ProductLicenceResolver,
    ProductReviewsResolver,
    ReviewResolver,
    ProductUsageResolver,
    ProductBenchmarksResolver,
    BenchmarkResolver,
    ProjectTicketsResolver,
    JobTicketsResolver,
  ],
  orphanedTypes: [Project, Job],
  references,
  open: async ({ db, clock, settings }) => {
    const repositories = repositoriesOf(db);
    const services: MarketplaceServices = {
      products: productService(repositories.products),
      stores: storeService(repositories.stores),
    };
    return {
      context: ({ viewer, requestId }) => ({
        viewer,
        requestId,
        loaders: marketplaceLoaders(repositories, viewer, clock.now()),
        services,
      }),
      consumers: [countUsage],
      async start() {
        if (settings.sample) await writeSample(db, clock);
      },
      close: () => Promise.resolve(),
    };
  },
};
