import type { SubgraphDefinition } from '../kit/subgraph.ts';
import { BenchmarkResolver } from './benchmark/benchmark.resolver.ts';
import type { MarketplaceContext } from './context.ts';
import { jobConsumer } from './job/job.consumer.ts';
import { marketplaceLoaders } from './loaders.ts';
import { PlanComponentResolver, PlanResolver } from './plan/plan.resolver.ts';
import { draftsSeenBy } from './product/product.access.ts';
import { productRepository } from './product/product.repository.ts';
import { ProductResolver } from './product/product.resolver.ts';
import { productService } from './product/product.service.ts';
import { ProductOfferResolver } from './product/productOffer.resolver.ts';
import { ProductRecordResolver } from './product/productRecord.resolver.ts';
import { references } from './references.ts';
import { ReviewResolver } from './review/review.resolver.ts';
import { writeSample } from './sample.ts';
import { StoreResolver } from './store/store.resolver.ts';
import { storeService } from './store/store.service.ts';
import { JobTicketsResolver, ProjectTicketsResolver } from './ticket/ticket.resolver.ts';
import { ticketService } from './ticket/ticket.service.ts';
import { Job, Project } from './ticket/ticket.type.ts';
import { BuildResolver, InstallationResolver, ProductVersionResolver } from './version/version.resolver.ts';

/** The stores: products, what they cost, what their users say, and help with them. */
export const marketplace: SubgraphDefinition<MarketplaceContext> = {
  name: 'marketplace',
  migrations: new URL('./migrations/', import.meta.url),
  resolvers: [
    StoreResolver,
    ProductResolver,
    ProductOfferResolver,
    ProductRecordResolver,
    ProductVersionResolver,
    BuildResolver,
    InstallationResolver,
    PlanResolver,
    PlanComponentResolver,
    ReviewResolver,
    BenchmarkResolver,
    ProjectTicketsResolver,
    JobTicketsResolver,
  ],
  orphanedTypes: [Project, Job],
  references,
  async open({ db, clock, settings, consumer }) {
    const services = { stores: storeService(db), tickets: ticketService(() => consumer(jobConsumer.name)) };
    return {
      context({ viewer, requestId }) {
        const products = productRepository(db, draftsSeenBy(viewer));
        const loaders = marketplaceLoaders(db, { viewer, now: clock.now(), products });
        return { ...services, viewer, requestId, loaders, products: productService(products) };
      },
      consumers: [jobConsumer],
      async start() {
        if (settings.sample) await writeSample(db, clock.now());
      },
      close: () => Promise.resolve(),
    };
  },
};
