import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { EntityReference } from '../../kit/schema/entityStub.ts';
import type { MarketplaceContext } from '../context.ts';
import type { ProductRow } from '../product/product.row.ts';
import { Product } from '../product/product.type.ts';
import { Center } from '../stubs.type.ts';
import type { BenchmarkRow } from './benchmark.row.ts';
import { Benchmark } from './benchmark.type.ts';

@Resolver(() => Product)
export class ProductBenchmarksResolver {
  @FieldResolver(() => [Benchmark], { description: 'How fast it was at centers, newest first.' })
  benchmarks(@Root() product: ProductRow, @Ctx() { loaders }: MarketplaceContext): Promise<readonly BenchmarkRow[]> {
    return loaders.benchmarksByProduct.load(product.id);
  }
}

@Resolver(() => Benchmark)
export class BenchmarkResolver {
  @FieldResolver(() => Center, { description: 'The center.' })
  center(@Root() benchmark: BenchmarkRow): EntityReference {
    return { id: benchmark.centerId };
  }
}
